import { describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function upgradingArea(api: Exchanges) {
  const { call, post, ended, subject } = apiCalls(api);
  const request = { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0' };

  describe('upgrading', () => {
    test("the original API's own body is answered with the job, which then ends well", async () => {
      const { status, body } = await post('{"agentUuids":"item1,item2","targetVersion":"1.5.0"}');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: expect.stringMatching(/^upgrade-job-[0-9A-Z]{26}$/),
        targetVersion: '1.5.0',
        agents: [
          { agentUuid: 'item1', oldVersion: null, newVersion: null, status: null, error: null },
          { agentUuid: 'item2', oldVersion: null, newVersion: null, status: null, error: null },
        ],
        status: expect.stringMatching(/^(pending|running)$/),
        simulated: false,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
        completedAt: null,
      });
      expect(await ended(body.id)).toMatchObject({
        id: body.id,
        status: 'success',
        reason: 'ALL_SUCCEEDED',
        requestedBy: subject('operator'),
        agents: [
          {
            agentUuid: 'item1',
            oldVersion: '1.4.2',
            newVersion: '1.5.0',
            status: 'success',
            error: null,
            state: 'done',
            reason: 'UPGRADED',
          },
          {
            agentUuid: 'item2',
            oldVersion: '1.4.2',
            newVersion: '1.5.0',
            status: 'success',
            error: null,
            state: 'done',
            reason: 'UPGRADED',
          },
        ],
        progress: { total: 2, succeeded: 2, failed: 0, running: 0, pending: 0, percent: 100, etaSeconds: 0 },
      });
      expect((await call('/agents/item1')).body).toMatchObject({
        version: '1.5.0',
        versions: [{ version: '1.4.2', reportedAt: expect.stringMatching(/Z$/) }],
        lastSeenAt: expect.stringMatching(/Z$/),
      });
      const { body: listed } = await call('/agents?agentType=demo-agent&version=1.5.0');
      expect(listed.items).toContainEqual(expect.objectContaining({ agentUuid: 'item1' }));
    }, 60_000);

    test('again is success and changes nothing; an unknown agent fails alone', async () => {
      const { body } = await post({ agentUuids: ['item1', 'nobody'], targetVersion: '1.5.0' });
      expect(await ended(body.id)).toMatchObject({
        status: 'failed',
        agents: [
          {
            agentUuid: 'item1',
            oldVersion: '1.5.0',
            newVersion: '1.5.0',
            status: 'success',
            reason: 'ALREADY_CURRENT',
          },
          { agentUuid: 'nobody', oldVersion: null, newVersion: null, status: 'failed', reason: 'AGENT_NOT_FOUND' },
        ],
        progress: { skipped: 1 },
      });
    }, 60_000);

    test('again with reinstall installs it once more', async () => {
      const { body } = await post({ agentUuids: ['item1'], targetVersion: '1.5.0', reinstall: true });
      expect(await ended(body.id)).toMatchObject({
        status: 'success',
        agents: [{ oldVersion: '1.5.0', newVersion: '1.5.0', status: 'success', reason: 'UPGRADED' }],
        progress: { skipped: 0 },
      });
    }, 60_000);

    test('a version that is not published fails its agents and touches none', async () => {
      const { body } = await post({ agentUuids: ['item3'], targetVersion: '9.9.9' });
      expect(await ended(body.id)).toMatchObject({
        status: 'failed',
        agents: [{ reason: 'VERSION_NOT_FOUND', status: 'failed' }],
      });
    }, 60_000);

    test('a bad version is taken back on the node, and the reason is told', async () => {
      const { body } = await post({ agentUuids: ['item3'], targetVersion: '1.6.0' });
      expect(await ended(body.id)).toMatchObject({
        status: 'failed',
        reason: 'SOME_FAILED',
        agents: [
          {
            status: 'failed',
            reason: 'HEALTH_CHECK_FAILED',
            oldVersion: '1.4.2',
            newVersion: '1.4.2',
            error: expect.any(String),
          },
        ],
      });
    }, 60_000);

    test('two jobs for one agent: the second is told who is first, or comes after it', async () => {
      const [first, second] = await Promise.all([
        post({ ...request, agentUuids: ['item4'] }),
        post({ ...request, agentUuids: ['item4'] }),
      ]);
      const jobs = await Promise.all([ended(first.body.id), ended(second.body.id)]);
      const outcomes = jobs.map(({ agents }) => agents[0].reason).toSorted();
      expect([
        ['AGENT_BUSY', 'UPGRADED'],
        ['ALREADY_CURRENT', 'UPGRADED'],
      ]).toContainEqual(outcomes);
    }, 60_000);

    test('with an Idempotency-Key a repeat is answered with the first job, and another request is refused', async () => {
      const headers = { 'idempotency-key': `key-${Date.now()}` };
      const nobody = { agentUuids: ['nobody'], targetVersion: '1.5.0' };
      const first = await post(nobody, { headers });
      expect(await post(JSON.stringify({ targetVersion: '1.5.0', agentUuids: 'nobody' }), { headers })).toMatchObject({
        status: 200,
        body: { id: first.body.id },
      });
      expect(await post({ ...nobody, note: 'another' }, { headers })).toMatchObject({
        status: 409,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
      expect(await post(nobody, { headers, role: 'admin' })).not.toMatchObject({
        body: { id: first.body.id },
      });
      expect(await post(nobody, { headers: { 'idempotency-key': 'x'.repeat(256) } })).toMatchObject({
        status: 400,
        body: { code: 'IDEMPOTENCY_KEY_INVALID' },
      });
      await ended(first.body.id);
    }, 60_000);

    test('a list of agents of a job comes in pages, in the order of the request', async () => {
      const agentUuids = Array.from({ length: 5 }, (_, index) => `nobody-${index}`);
      const { body } = await post({ agentUuids, targetVersion: '1.5.0' });
      await ended(body.id);
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await call(`/upgrade-jobs/${body.id}/agents?limit=2${cursor && `&cursor=${cursor}`}`);
        expect(page.body.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.body.items.map(({ agentUuid }: { agentUuid: string }) => agentUuid));
        cursor = page.body.nextCursor;
      } while (cursor);
      expect(seen).toEqual(agentUuids);
    }, 60_000);

    test('10,000 agents in one request are taken, within five seconds', async () => {
      const agentUuids = Array.from({ length: 10_000 }, (_, index) => `nobody-${index}`);
      const started = performance.now();
      const { status, body } = await post({ agentUuids, targetVersion: '1.5.0' });
      expect(performance.now() - started).toBeLessThan(5_000);
      expect(status).toBe(200);
      expect(body.agents).toHaveLength(10_000);
      expect((await ended(body.id)).progress).toMatchObject({ total: 10_000, failed: 10_000 });
    }, 60_000);
  });
}
