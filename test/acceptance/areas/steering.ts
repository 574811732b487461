import { describe, expect, test } from '@jest/globals';
import { apiCalls, type Role } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function steeringArea(api: Exchanges) {
  const { call, post, ended, until, upgraded, subject } = apiCalls(api);
  const request = { agentUuids: ['item7', 'item8'], targetVersion: '1.5.0' };

  describe('steering', () => {
    const steer = (id: string, action: string, role: Role = 'operator') =>
      call(`/upgrade-jobs/${id}/${action}`, { method: 'POST', role });
    const later = new Date(Date.now() + 3_600_000).toISOString();

    test('a scheduled job is paused, resumed and cancelled; what does not fit its state is refused', async () => {
      const { body } = await post({
        ...request,
        rollout: { startAt: later, canary: 1, bakeSeconds: 60, failureThreshold: '10%' },
      });
      expect(body.waves).toEqual([
        { number: 1, agents: 1, bakeSeconds: 60, failureThreshold: '10%' },
        { number: 2, agents: 1, bakeSeconds: 0, failureThreshold: '10%' },
      ]);
      expect(await steer(body.id, 'resume')).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
      expect(await steer(body.id, 'pause', 'reader')).toMatchObject({ status: 403 });
      expect(await steer(body.id, 'pause')).toMatchObject({
        status: 200,
        body: { id: body.id, detail: `Paused by ${subject('operator')}.` },
      });
      expect(await steer(body.id, 'pause')).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('resume, cancel') },
      });
      expect(await steer(body.id, 'resume')).toMatchObject({ status: 200, body: { detail: null } });
      expect((await steer(body.id, 'cancel')).status).toBe(200);
      expect(await ended(body.id)).toMatchObject({
        status: 'failed',
        reason: 'CANCELLED',
        agents: [{ reason: 'NOT_STARTED' }, { reason: 'NOT_STARTED' }],
      });
      expect(await steer(body.id, 'cancel')).toMatchObject({ status: 409 });
    }, 60_000);

    test('a job that somebody else has to approve waits for that, and its trail tells who did what', async () => {
      await upgraded(['item7'], '1.5.0');
      const { agentType, nodeId } = (await call('/agents/item7')).body;
      const tags = { crew: 'steering' };
      await call('/agents/item7', { method: 'PUT', body: { agentType, nodeId, tags } });
      const selector = { tags, currentVersion: { atLeast: '1.5.0' } };
      const { body } = await post({ selector, targetVersion: '1.5.0', rollout: { approval: true } });
      expect(body).toMatchObject({ phase: 'planning', agents: [], progress: { total: 0 } });
      const waiting = await until(body.id, ({ phase }) => phase === 'awaiting-approval');
      expect(waiting.progress.total).toBe(1);
      expect(waiting.allowed).toContain('approve');
      expect(await steer(body.id, 'approve')).toMatchObject({ status: 403, body: { code: 'APPROVER_IS_REQUESTER' } });
      expect(await steer(body.id, 'approve', 'admin')).toMatchObject({ status: 200 });
      const done = await ended(body.id);
      expect(done.status).toBe('success');
      expect(new Set(done.agents.map(({ reason }: { reason: string }) => reason))).toEqual(
        new Set(['ALREADY_CURRENT']),
      );
      const { body: trail } = await call(`/upgrade-jobs/${body.id}/events?limit=3`);
      expect(trail.items).toMatchObject([
        { number: 1, by: subject('operator'), reason: 'SUBMITTED' },
        { number: 2, by: null, reason: 'AWAITING_APPROVAL' },
        { number: 3, by: subject('admin'), reason: 'APPROVED' },
      ]);
      const rest = await call(`/upgrade-jobs/${body.id}/events?cursor=${trail.nextCursor}`);
      expect(rest.body).toMatchObject({ items: expect.any(Array), nextCursor: null });
      expect(rest.body.items.at(-1)).toMatchObject({ phase: 'done', reason: 'ALL_SUCCEEDED' });
    }, 60_000);

    test.each([
      ['an empty selector', { selector: {} }],
      ['a selector beside names', { selector: { agentType: 'demo-agent' }, agentUuids: ['item7'] }],
    ])('%s is refused', async (_, change) => {
      expect(await post({ targetVersion: '1.5.0', ...change })).toMatchObject({ status: 400 });
    });

    test('an unknown job is not found', async () => {
      expect(await steer('upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D', 'pause')).toMatchObject({ status: 404 });
    });
  });
}
