import { describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function agentUpgradeArea(api: Exchanges) {
  const { call, ended, all, subject } = apiCalls(api);

  const upgrade = (agentUuid: string, body: unknown, headers: Record<string, string> = {}) =>
    call(`/agents/${agentUuid}/upgrade`, { method: 'POST', role: 'operator', body, headers });
  const request = { targetVersion: '1.5.0' };

  describe('POST /api/v1/agents/{agentUuid}/upgrade', () => {
    test("answers the agent in its job, with the original API's fields, and upgrades it", async () => {
      const { status, body } = await upgrade('item13', request);
      expect(status).toBe(200);
      expect(body).toEqual({
        agentUuid: 'item13',
        oldVersion: null,
        newVersion: null,
        status: null,
        error: null,
        state: 'pending',
        reason: null,
        jobId: expect.stringMatching(/^upgrade-job-[0-9A-Z]{26}$/),
      });
      expect(await ended(body.jobId)).toMatchObject({
        status: 'success',
        requestedBy: subject('operator'),
        agents: [{ agentUuid: 'item13', oldVersion: '1.4.2', newVersion: '1.5.0', reason: 'UPGRADED' }],
      });
    }, 60_000);

    test('with an Idempotency-Key a repeat is answered with what became of the agent, and another request is refused', async () => {
      const headers = { 'idempotency-key': `key-${Date.now()}` };
      const first = await upgrade('item14', { ...request, simulated: true }, headers);
      const { agents } = await ended(first.body.jobId);
      expect(agents).toMatchObject([{ agentUuid: 'item14', status: 'success', reason: 'SIMULATED' }]);
      expect((await upgrade('item14', { simulated: true, ...request }, headers)).body).toEqual({
        ...agents[0],
        jobId: first.body.jobId,
      });
      for (const [agentUuid, body] of [
        ['item13', { ...request, simulated: true }] as const,
        ['item14', request] as const,
      ])
        expect(await upgrade(agentUuid, body, headers)).toMatchObject({
          status: 409,
          body: { code: 'IDEMPOTENCY_KEY_REUSED' },
        });
      const batch = { agentUuids: ['item14'], simulated: true, ...request };
      expect(
        await call('/agents/batch-upgrade', { method: 'POST', role: 'operator', body: batch, headers }),
      ).toMatchObject({
        status: 409,
      });
    }, 60_000);

    test.each<[string, string, unknown, number, string]>([
      ['an unknown agent', 'nobody', request, 404, 'AGENT_NOT_FOUND'],
      ['a name that is none', '%24', request, 404, 'AGENT_NOT_FOUND'],
      ['no version', 'item14', {}, 400, 'VALIDATION_FAILED'],
      ['agentUuids', 'item14', { ...request, agentUuids: ['item13'] }, 400, 'VALIDATION_FAILED'],
      ['a selector', 'item14', { ...request, selector: { agentType: 'demo-agent' } }, 400, 'VALIDATION_FAILED'],
      [
        'a simulated job with a planHash',
        'item14',
        { ...request, simulated: true, planHash: 'f'.repeat(64) },
        400,
        'VALIDATION_FAILED',
      ],
      ['a plan that nobody came to', 'item14', { ...request, planHash: 'f'.repeat(64) }, 409, 'PLAN_UNKNOWN'],
      [
        'an artifact of an operator',
        'item14',
        { ...request, artifact: { url: 'https://artifacts.example.com/a.tar.gz', sha256: 'a'.repeat(64) } },
        403,
        'ARTIFACT_NEEDS_ADMIN',
      ],
    ])('%s is refused, and makes no job', async (_sentence, agentUuid, body, status, code) => {
      const mine = `requestedBy=${subject('operator')}`;
      const before = await all('/upgrade-jobs', mine);
      expect(await upgrade(agentUuid, body)).toMatchObject({ status, body: { code } });
      expect(await all('/upgrade-jobs', mine)).toHaveLength(before.length);
    });

    test('is for who may upgrade', async () => {
      const answer = await call('/agents/item14/upgrade', { method: 'POST', role: 'reader', body: request });
      expect(answer).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    });
  });
}
