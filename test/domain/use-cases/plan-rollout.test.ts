import { describe, expect, test } from '@jest/globals';
import { closeGate } from '../../../functions/domain/job.ts';
import { newJob } from '../../../functions/domain/new-job.ts';
import { jobSpecOf, upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { planRollout } from '../../../functions/domain/use-cases/plan-rollout.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { agent, bakeSeconds, job, jobId, now, plainRollout, version } from '../../fixtures.ts';

const worldOf = async (count: number, concurrency = 50, rollout: object = {}) => {
  const world = new MemoryWorld();
  const targets = Array.from({ length: count }, (_, index) => `item${index}`);
  await world.ports.catalogue.publish(version);
  await Promise.all(targets.map((_, index) => world.ports.agents.register(agent(index))));
  await world.ports.jobs.create(
    newJob(
      jobId,
      jobSpecOf(
        upgradeRequestSchema.parse({
          agentUuids: targets,
          targetVersion: '1.5.0',
          rollout: { concurrency, ...plainRollout, ...rollout },
        }),
      ),
      'operator',
      bakeSeconds,
      now,
    ),
    targets,
  );
  return world;
};

const plan = async (world: MemoryWorld) => {
  let calls = 0;
  do calls++;
  while ((await planRollout(world.ports, jobId, now)).next === 'plan');
  return calls;
};

const agentsInBatches = async (world: MemoryWorld) => {
  const stored = await world.ports.jobs.get(jobId);
  const batches = await world.ports.batches.list(jobId, 0, stored?.plan.batches ?? 0);
  expect(batches.map(({ number }) => number)).toEqual(Array.from({ length: batches.length }, (_, index) => index));
  return batches.flatMap(({ agents }) => agents.map(({ agentUuid }) => agentUuid));
};

describe('planning a rollout', () => {
  test.each([
    [12, 50, 1],
    [600, 50, 1],
    [5_000, 1_000, 3],
  ])(
    '%d agents at concurrency %d are planned in %d calls, each agent in one batch, in order',
    async (count, concurrency, calls) => {
      const world = await worldOf(count, concurrency);
      expect(await plan(world)).toBe(calls);
      expect(await agentsInBatches(world)).toEqual(Array.from({ length: count }, (_, index) => `item${index}`));
      const stored = await world.ports.jobs.get(jobId);
      expect(stored?.plan.waves).toEqual([{ firstBatch: 0, endBatch: stored?.plan.batches }]);
    },
  );

  test('waves over several chunks and calls hold their agents in order, and their batches one after the other', async () => {
    const world = await worldOf(3_000, 500, {
      waves: [{ size: 30 }, { size: '10%' }, { size: 2_600, bakeSeconds: 60 }],
    });
    await plan(world);
    const stored = await world.ports.jobs.get(jobId);
    const waves = stored?.plan.waves ?? [];
    const counts = await Promise.all(
      waves.map(async ({ firstBatch, endBatch }) => {
        const batches = await world.ports.batches.list(jobId, firstBatch, endBatch);
        return batches.reduce((sum, { agents }) => sum + agents.length, 0);
      }),
    );
    expect(counts).toEqual([30, 300, 2_600, 70]);
    expect(waves.at(-1)?.endBatch).toBe(stored?.plan.batches);
    expect(await agentsInBatches(world)).toEqual(Array.from({ length: 3_000 }, (_, index) => `item${index}`));
  });

  test('planning again changes nothing', async () => {
    const world = await worldOf(12);
    await plan(world);
    const stored = await world.ports.jobs.get(jobId);
    expect(await planRollout(world.ports, jobId, now)).toEqual({ next: 'decide' });
    expect(await world.ports.jobs.get(jobId)).toEqual(stored);
  });

  test('a crash after any write is completed by the next call, also where the inventory has changed since', async () => {
    for (let crashAt = 1; crashAt <= 8; crashAt++) {
      const world = await worldOf(5);
      let writes = 0;
      const crash = (method: string) => {
        if (['create', 'save', 'decideTargets'].includes(method) && ++writes === crashAt) throw new Error('crash');
      };
      const { batches, jobs } = world.ports;
      const ports = { ...world.ports, batches: watched(batches, crash), jobs: watched(jobs, crash) };
      await planRollout(ports, jobId, now).catch((error: Error) => expect(error.message).toBe('crash'));
      await world.ports.agents.recordVersions([{ agentUuid: 'item3', version: '1.6.0' }], world.now);
      await plan(world);
      const planned = await agentsInBatches(world);
      expect(new Set(planned).size).toBe(planned.length);
      const [chunk] = await world.ports.jobs.targetChunks(job({ targetCount: 5 }));
      expect(chunk?.decisions?.filter(({ kind }) => kind === 'batch')).toHaveLength(planned.length);
    }
  });

  test('a job whose gate is closed is planned no further', async () => {
    const world = await worldOf(12);
    const stored = await world.ports.jobs.get(jobId);
    if (stored !== undefined) await world.ports.jobs.save(closeGate(stored, 'WORKFLOW_LOST', 'why'));
    expect(await planRollout(world.ports, jobId, now)).toEqual({ next: 'decide' });
    expect((await world.ports.jobs.get(jobId))?.plan.waves).toBeNull();
  });
});
