import { beforeEach, describe, expect, test } from '@jest/globals';
import { closeGate, type Job } from '../../../functions/domain/job.ts';
import { decideNextStep } from '../../../functions/domain/use-cases/decide-next.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryAlarms } from '../../fakes/memory-alarms.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { agentType, jobId, later, nodeId } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(4);
  await change((job) => ({ ...job, simulated: true }));
});

async function change(to: (job: Job) => Job): Promise<void> {
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save(to(job));
}

/** Every call of a port that a simulated batch may have, in order. */
async function simulate(): Promise<string[]> {
  const calls: string[] = [];
  const noted = <Port extends object>(name: string, port: Port) =>
    watched(port, (method) => calls.push(`${name}.${method}`));
  const { jobs, batches, holds, commands, agents, tokens, catalogue } = world.ports;
  const ports = {
    ...world.ports,
    jobs: noted('jobs', jobs),
    batches: noted('batches', batches),
    holds: noted('holds', holds),
    commands: noted('commands', commands),
    agents: noted('agents', agents),
    tokens: noted('tokens', tokens),
    catalogue: noted('catalogue', catalogue),
  };
  await upgradeAgents(ports, jobId, 0, 'token', world.now);
  return calls;
}

const holdFor = (index: number, holder: string) =>
  world.ports.holds.acquire(
    {
      node: `111122223333:eu-west-1:${nodeId(index)}`,
      agentType: agentType.name,
      jobId: holder,
      until: later(60),
    },
    world.now,
  );

describe('a batch of a simulated job', () => {
  test('is looked at and settled at once: nothing is sent, held or recorded, and nothing else written', async () => {
    const calls = await simulate();
    expect(new Set(calls)).toEqual(
      new Set(['jobs.get', 'batches.get', 'holds.holder', 'commands.connections', 'batches.save']),
    );
    expect(calls.filter((call) => call === 'batches.save')).toHaveLength(1);
    expect(world.commands.sent).toEqual([]);
    expect(world.ports.holds.all()).toEqual([]);
    expect(world.workflow.woken).toEqual(['token']);
  });

  test('says of each agent what would keep it from being sent', async () => {
    await holdFor(2, 'another job');
    world.commands.connect(nodeId(3), 'offline');
    world.commands.connect(nodeId(4), undefined);
    await simulate();
    const { state, agents } = await world.batch();
    expect(state).toBe('settled');
    expect(agents).toMatchObject([
      { status: 'success', reason: 'SIMULATED', newVersion: null, error: null },
      { status: 'failed', reason: 'AGENT_BUSY', error: 'another job holds this agent.' },
      { status: 'failed', reason: 'AGENT_OFFLINE' },
      { status: 'failed', reason: 'NODE_NOT_MANAGED' },
    ]);
    for (const agent of agents) expect(agent).toMatchObject({ state: 'done', attempts: 0, held: false });
  });

  test('of busy agents alone asks Systems Manager nothing', async () => {
    for (const index of [1, 2, 3, 4]) await holdFor(index, 'another job');
    expect(await simulate()).not.toContain('commands.connections');
  });

  test('again changes nothing, and wakes', async () => {
    await simulate();
    const settled = await world.batch();
    expect(await simulate()).toEqual(['jobs.get', 'batches.get']);
    expect(await world.batch()).toEqual(settled);
    expect(world.workflow.woken).toEqual(['token', 'token']);
  });

  test('is one of ten that are looked at together, however few of its lane a real job would send at once', async () => {
    const concurrencyPerTag = { tag: 'site', max: 1 };
    await change((job) => ({
      ...job,
      plan: { ...job.plan, batches: 2, waveEnds: [2], waves: [{ firstBatch: 0, endBatch: 2 }] },
      rollout: { ...job.rollout, concurrency: 1, concurrencyPerTag },
    }));
    await world.ports.batches.save({ ...(await world.batch()), lane: 'berlin' });
    await world.ports.batches.create({ ...(await world.batch()), number: 1 });
    const ports = { ...world.ports, alarms: new MemoryAlarms() };
    expect(await decideNextStep(ports, jobId, world.now)).toMatchObject({ queues: [[0], [1]], maxConcurrency: 10 });
  });

  test('is left as it is where the job was cancelled, and wakes', async () => {
    await change((job) => closeGate(job, 'CANCELLED', 'why'));
    expect(await simulate()).toEqual(['jobs.get', 'batches.get']);
    expect((await world.batch()).state).toBe('planned');
    expect(world.workflow.woken).toEqual(['token']);
  });
});
