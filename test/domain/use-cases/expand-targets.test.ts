import { describe, expect, test } from '@jest/globals';
import { newJob } from '../../../functions/domain/new-job.ts';
import type { Selector } from '../../../functions/domain/selector.ts';
import { jobSpecOf, upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { planRollout } from '../../../functions/domain/use-cases/plan-rollout.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { agent, bakeSeconds, jobId, now, version } from '../../fixtures.ts';

/** A world with so many agents, of which every 10th is in Berlin, and a job that chooses some of them. */
async function worldOf(count: number, selector: Selector, rollout: object = {}): Promise<MemoryWorld> {
  const world = new MemoryWorld();
  await world.ports.catalogue.publish(version);
  for (let index = 0; index < count; index++)
    await world.ports.agents.register(agent(index, { tags: { site: index % 10 === 0 ? 'berlin' : 'paris' } }));
  const request = upgradeRequestSchema.parse({ selector, targetVersion: '1.5.0', rollout });
  await world.ports.jobs.create(newJob(jobId, jobSpecOf(request), 'operator', bakeSeconds, now), []);
  return world;
}

async function plan(world: MemoryWorld, ports = world.ports): Promise<number> {
  let calls = 0;
  do calls++;
  while ((await planRollout(ports, jobId, now)).next === 'plan');
  return calls;
}

async function planned(world: MemoryWorld) {
  const job = await world.ports.jobs.get(jobId);
  if (job === undefined) throw new Error('There is no job.');
  const targets = (await world.ports.jobs.targetChunks(job)).flatMap((chunk) => chunk.targets);
  return { job, targets };
}

const berlin = { tags: { site: 'berlin' } };

describe('a job whose agents are chosen by a selector', () => {
  test('finds them in the workflow, each once, and plans them', async () => {
    const world = await worldOf(6_000, berlin);
    await plan(world);
    const { job, targets } = await planned(world);
    expect(new Set(targets)).toEqual(new Set(Array.from({ length: 600 }, (_, index) => `item${index * 10}`)));
    expect(targets).toHaveLength(600);
    expect(job).toMatchObject({ targetCount: 600, plan: { expanded: true, chunks: 3 } });
  });

  test('works out percents once it knows how many they are', async () => {
    const world = await worldOf(1_000, berlin, { concurrency: '25%', canary: '10%' });
    await plan(world);
    const { job } = await planned(world);
    expect(job.rollout).toMatchObject({ concurrency: 25, waves: [{ size: 10 }, { size: 90 }] });
  });

  test('that are none has no targets', async () => {
    const world = await worldOf(20, { tags: { site: 'rome' } });
    await plan(world);
    expect((await planned(world)).job).toMatchObject({ targetCount: 0, plan: { expanded: true, waves: [] } });
  });

  test('takes 100,000 agents', async () => {
    const world = await worldOf(100_000, { agentType: 'demo-agent' }, { concurrency: '100%' });
    const calls = await plan(world);
    const { job, targets } = await planned(world);
    expect(new Set(targets).size).toBe(100_000);
    expect(job.targetCount).toBe(100_000);
    expect(job.rollout.waves.reduce((sum, { size }) => sum + size, 0)).toBe(100_000);
    expect(job.plan.batches).toBeLessThanOrEqual(2_100);
    expect(calls).toBeLessThanOrEqual(80);
  }, 60_000);

  test.each(['addTargets', 'save', 'decideTargets'])(
    'a crash after "%s" loses nobody and doubles nobody',
    async (last) => {
      const world = await worldOf(3_000, { agentType: 'demo-agent' });
      let [crashes, calls] = [0, 0];
      const crash = (method: string) => {
        if (method !== last || calls++ % 3 !== 0 || crashes === 5) return;
        crashes++;
        throw new Error('crash');
      };
      const ports = { ...world.ports, jobs: watched(world.ports.jobs, () => undefined, crash) };
      for (;;) {
        try {
          await plan(world, ports);
          break;
        } catch (error) {
          expect(String(error)).toContain('crash');
          await world.ports.agents.register(agent(5_000 + crashes));
        }
      }
      expect(crashes).toBeGreaterThan(0);
      const { targets } = await planned(world);
      expect(new Set(targets).size).toBe(targets.length);
      expect(targets.filter((uuid) => Number(uuid.slice(4)) < 3_000)).toHaveLength(3_000);
    },
  );
});
