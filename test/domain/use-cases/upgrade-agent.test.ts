import { beforeEach, describe, expect, test } from '@jest/globals';
import { agentUpgradeRequestSchema, jobSpecOf } from '../../../functions/domain/upgrade-request.ts';
import type { Submission } from '../../../functions/domain/use-cases/submit-upgrade.ts';
import { upgradeAgent } from '../../../functions/domain/use-cases/upgrade-agent.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { agent, jobId, request } from '../../fixtures.ts';

const { agentUuids: _, ...body } = request;
const submission: Submission = {
  id: jobId,
  spec: jobSpecOf({ ...agentUpgradeRequestSchema.parse(body), agentUuids: ['item1'] }),
  targets: ['item1'],
  fingerprint: 'one',
  requestedBy: 'ann',
  key: 'key-1',
};
const otherJobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  await world.ports.agents.register(agent(1));
});
const upgrade = (change: Partial<Submission> = {}) =>
  upgradeAgent(world.ports, { ...submission, ...change }, null, world.now);

describe('upgrading one agent', () => {
  test('makes a job of this agent alone', async () => {
    const job = await upgrade();
    expect(job).toMatchObject({ id: jobId, targetCount: 1, source: { kind: 'agents' }, targetVersion: '1.5.0' });
    expect((await world.ports.jobs.targetChunks(job)).map(({ targets }) => targets)).toEqual([['item1']]);
    expect([...world.workflow.executions.keys()]).toEqual([jobId]);
  });

  test.each(['item2', 'no agentUuid at all', ''])(
    'that is not registered, %j, is refused and stores nothing',
    async (name) => {
      await expect(upgrade({ targets: [name] })).rejects.toMatchObject({ kind: 'not-found', code: 'AGENT_NOT_FOUND' });
      expect(await world.ports.jobs.get(jobId)).toBeUndefined();
      // Its key is not used up.
      expect((await upgrade()).id).toBe(jobId);
    },
  );

  test('again under the same key answers the first job, also where the agent is gone', async () => {
    await upgrade();
    await world.ports.agents.remove('item1');
    expect((await upgrade({ id: otherJobId })).id).toBe(jobId);
    await expect(upgrade({ id: otherJobId, fingerprint: 'two' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});
