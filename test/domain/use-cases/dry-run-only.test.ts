import { beforeEach, describe, expect, test } from '@jest/globals';
import { end, start, updateAgents } from '../../../functions/domain/batch.ts';
import { retryJob } from '../../../functions/domain/use-cases/retry-job.ts';
import { rollBackJob } from '../../../functions/domain/use-cases/roll-back-job.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { batch, caller, jobId } from '../../fixtures.ts';

/** A job of two agents that has ended: one was upgraded, one failed. */
let world: MemoryWorld;
beforeEach(async () => {
  const ended = updateAgents(batch(2), (agent) =>
    agent.agentUuid === 'item1'
      ? end(start(agent), { reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' })
      : end(start(agent), { reason: 'CHECKSUM_MISMATCH' }),
  );
  world = await new MemoryWorld().withBatch(2, { agents: ended.agents, state: 'settled' });
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save({ ...job, phase: 'done', status: 'failed' });
});

const retry = (dryRunOnly: boolean) => {
  const submission = {
    id: `${jobId.slice(0, -1)}E`,
    fingerprint: 'one',
    requestedBy: 'ann',
    fence: null,
    key: undefined,
  };
  return retryJob(
    { ...world.ports, dryRunOnly },
    jobId,
    {},
    { isAdmin: false, sources: [], requireChecksum: true },
    submission,
    world.now,
  );
};
const rollBack = (dryRunOnly: boolean) =>
  rollBackJob({ ...world.ports, dryRunOnly }, jobId, {}, caller('ann'), world.now);

describe('a deployment that only simulates', () => {
  test.each([
    ['retry', retry],
    ['rollback', rollBack],
  ])('refuses a %s and starts nothing', async (_name, ask) => {
    await expect(ask(true)).rejects.toMatchObject({ kind: 'unacceptable', code: 'DRY_RUN_ONLY' });
    expect(world.workflow.executions.size).toBe(0);
    expect((await world.ports.jobs.get(jobId))?.rollbackAsked).toBeNull();
    await ask(false);
    expect(world.workflow.executions.size).toBe(1);
  });
});
