import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function simulatingArea(api: Exchanges) {
  const { call, post, ended, upgraded } = apiCalls(api);

  describe('simulating', () => {
    beforeAll(() => upgraded(['item6'], '1.5.0'), 60_000);

    const fleet = { agentUuids: ['item6', 'item5', 'nobody'], targetVersion: '1.5.0' };
    const simulate = async (body: object) => {
      const { body: job } = await post({ ...body, simulated: true });
      expect(job).toMatchObject({ simulated: true, planHash: null, estimate: null });
      return ended(job.id);
    };
    const versions = () => Promise.all(['item5', 'item6'].map(async (id) => (await call(`/agents/${id}`)).body));

    test('tells what would become of each agent, what it would take, and touches none', async () => {
      const before = await versions();
      expect(await simulate(fleet)).toMatchObject({
        simulated: true,
        status: 'failed',
        reason: 'SOME_FAILED',
        agents: [
          { reason: 'SIMULATED', status: 'success', newVersion: null, error: null, detail: expect.any(String) },
          { reason: 'SIMULATED', status: 'success', newVersion: null, error: null, detail: expect.any(String) },
          { reason: 'AGENT_NOT_FOUND', status: 'failed' },
        ],
        planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        estimate: { seconds: expect.any(Number), costUsd: expect.any(Number) },
      });
      expect(await versions()).toEqual(before);
    }, 60_000);

    test('with agents that can all be sent is a success', async () => {
      expect(await simulate({ ...fleet, agentUuids: ['item6'] })).toMatchObject({
        status: 'success',
        reason: 'SIMULATED',
        agents: [{ detail: expect.stringContaining('ALREADY_CURRENT') }],
      });
    }, 60_000);

    test('again comes to the same plan, and the real job that cites it runs', async () => {
      const some = { ...fleet, agentUuids: ['item6', 'nobody'] };
      const { planHash } = await simulate(some);
      expect((await simulate(some)).planHash).toBe(planHash);
      const { status, body } = await post({ ...some, planHash });
      expect(status).toBe(200);
      const job = await ended(body.id);
      expect(job).toMatchObject({ simulated: false, planHash, agents: [{ reason: 'ALREADY_CURRENT' }, {}] });
      expect(job).not.toHaveProperty('estimate');
    }, 60_000);

    test('is of no use for another job: the answer says what differs', async () => {
      const { planHash } = await simulate(fleet);
      expect(await post({ ...fleet, planHash, rollout: { concurrency: 1 } })).toMatchObject({
        status: 409,
        body: { code: 'PLAN_CHANGED', differences: [{ what: 'concurrency', simulated: '50', now: '1' }] },
      });
      const { body } = await post({ ...fleet, agentUuids: ['item6', 'item5', 'somebody'], planHash });
      expect(body.differences).toContainEqual({
        what: 'agent',
        agentUuid: 'somebody',
        simulated: 'not in the plan',
        now: 'not sent for AGENT_NOT_FOUND, at an unknown version',
      });
    }, 60_000);
  });
}
