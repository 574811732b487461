import { beforeEach, describe, expect, test } from '@jest/globals';
import { holdGate, type Job } from '../../../functions/domain/job.ts';
import { failJob } from '../../../functions/domain/use-cases/fail-job.ts';
import { jobFacts } from '../../../functions/domain/use-cases/job-facts.ts';
import { settleBatch } from '../../../functions/domain/use-cases/settle-batch.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryAlarms } from '../../fakes/memory-alarms.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { jobId, later, nodeId, now, parkedBatch } from '../../fixtures.ts';

/* A job that waits ten hours for nodes that are offline, and one batch of it, of three agents; the node of the second is offline. */

const TEN_HOURS = 36_000;

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(3);
  await change((job) => ({ ...job, offlineSeconds: TEN_HOURS }));
  world.commands.connect(nodeId(2), 'offline');
});

const stored = async (): Promise<Job> => {
  const job = await world.ports.jobs.get(jobId);
  if (job === undefined) throw new Error('There is no job.');
  return job;
};
const change = async (to: (job: Job) => Job) => world.ports.jobs.save(to(await stored()));
const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
const settle = () => settleBatch(world.ports, jobId, 0, 0, world.now);
const agents = async () => (await world.batch()).agents;

/** The batch is sent, the first and the third agent are upgraded, and the second waits. */
async function park(): Promise<void> {
  await send();
  await world.result(0);
  await world.result(2);
  await settle();
}

describe('sending a batch of which a node is offline', () => {
  test('leaves its agent waiting, holds only the others, and sends to them', async () => {
    await send();
    expect(await agents()).toMatchObject([
      { state: 'running', held: true },
      { state: 'pending', reason: 'WAITING_FOR_NODE', status: null, attempts: 0, held: false },
      { state: 'running', held: true },
    ]);
    expect(world.commands.sent[0]?.request.nodeIds).toEqual([nodeId(1), nodeId(3)]);
    expect(world.ports.holds.all()).toHaveLength(2);
    expect((await world.batch()).offline).toEqual({ since: now.toISOString(), last: now.toISOString() });
  });

  test('a node that is not managed fails at once', async () => {
    world.commands.connect(nodeId(2), undefined);
    await send();
    expect(await agents()).toMatchObject([{}, { status: 'failed', reason: 'NODE_NOT_MANAGED' }, {}]);
  });

  test('gives back a hold that an attempt before took, written down or not', async () => {
    const { agentType, agents: known } = await world.batch();
    for (const { node } of known)
      await world.ports.holds.acquire({ node, agentType, jobId, until: later(60) }, world.now);
    await send();
    expect(world.ports.holds.all().map(({ node }) => node)).toEqual([known[0]?.node, known[2]?.node]);
  });

  test('where all are offline nothing is sent, and it is over at once', async () => {
    for (const index of [1, 3]) world.commands.connect(nodeId(index), 'offline');
    await send();
    expect(world.commands.sent).toEqual([]);
    expect(world.workflow.woken).toEqual(['token']);
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'planned', attempt: 2 });
  });
});

describe('settling a batch of which an agent waits', () => {
  test('follows the others to their end, and then parks it', async () => {
    await send();
    await world.result(0);
    expect((await settle()).next).toBe('poll');
    await world.result(2);
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'planned', attempt: 2, commandIds: [] });
    expect(await agents()).toMatchObject([
      { status: 'success' },
      { reason: 'WAITING_FOR_NODE' },
      { status: 'success' },
    ]);
    expect(world.ports.holds.all()).toEqual([]);
  });

  test('tries another one again before that', async () => {
    await send();
    await world.result(0);
    await world.result(2, { outcome: 'failed', reason: 'DOWNLOAD_FAILED', newVersion: '1.4.2' });
    expect((await settle()).next).toBe('send');
    await send();
    expect(world.commands.sent[1]?.request.nodeIds).toEqual([nodeId(3)]);
    await world.result(2);
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'planned', attempt: 3 });
  });

  test('parks it too where the job was stopped meanwhile', async () => {
    await send();
    await change((job) => holdGate(job, 'PAUSED', 'why'));
    await world.result(0);
    await world.result(2);
    expect((await settle()).next).toBe('done');
    expect(await agents()).toMatchObject([{}, { state: 'pending', reason: 'WAITING_FOR_NODE' }, {}]);
  });
});

describe('a parked batch that is sent again', () => {
  test('upgrades the agent whose node is back, and nobody a second time', async () => {
    await park();
    world.commands.connect(nodeId(2), 'online');
    await send();
    expect(world.commands.sent[1]?.request).toMatchObject({ nodeIds: [nodeId(2)], comment: `${jobId}/0/2` });
    await world.result(1);
    await settle();
    expect(await world.batch()).toMatchObject({ state: 'settled' });
    expect(await agents()).toMatchObject([{ attempts: 1 }, { status: 'success', attempts: 1, error: null }, {}]);
  });

  test('whose node is offline again goes on waiting', async () => {
    await park();
    world.pass(TEN_HOURS - 1);
    await send();
    await settle();
    expect(await world.batch()).toMatchObject({
      state: 'planned',
      attempt: 3,
      offline: { since: now.toISOString(), last: world.now.toISOString() },
    });
  });

  test('after the wait is failed, and told how long it was waited for', async () => {
    await park();
    world.pass(TEN_HOURS);
    await send();
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'settled' });
    expect((await agents())[1]).toMatchObject({ reason: 'AGENT_OFFLINE', error: expect.stringContaining('for 10 h') });
  });

  test('whose agent another job took meanwhile is busy', async () => {
    await park();
    world.commands.connect(nodeId(2), 'online');
    const { agentType, agents: known } = await world.batch();
    const hold = { node: known[1]?.node ?? '', agentType, jobId: 'upgrade-job-other', until: later(60) };
    expect(await world.ports.holds.acquire(hold, world.now)).toBeUndefined();
    await send();
    expect((await agents())[1]).toMatchObject({ reason: 'AGENT_BUSY' });
  });
});

describe('a parked batch after the bake of its wave', () => {
  const bake = { wave: 0, until: now.toISOString() };

  test('is asked where the pass verifies, and is parked again', async () => {
    await park();
    await change((job) => ({ ...job, bake, reason: 'VERIFYING' }));
    await send();
    expect(await world.batch()).toMatchObject({ state: 'verifying' });
    await settle();
    expect(world.commands.sent[1]?.request).toMatchObject({ document: 'report', nodeIds: [nodeId(1), nodeId(3)] });
    for (const index of [0, 2]) await world.report(index, { version: '1.5.0' });
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'planned', verified: true, probe: null });
    expect(await agents()).toMatchObject([{ verified: true }, { reason: 'WAITING_FOR_NODE' }, { verified: true }]);
  });

  test('is sent where the pass upgrades', async () => {
    await park();
    await change((job) => ({ ...job, bake, reason: 'WAVE_RUNNING' }));
    world.commands.connect(nodeId(2), 'online');
    await send();
    expect(world.commands.sent[1]?.request).toMatchObject({ document: 'package', nodeIds: [nodeId(2)] });
  });
});

test('a batch that is given up leaves the waiting agent untouched: nothing was sent to it', async () => {
  await send();
  world.commands.invocations = async () => {
    throw new Error('broken for good');
  };
  world.pass(3601);
  await failJob(world.ports, jobId, { Error: 'Broken' }, world.now);
  expect(await agents()).toMatchObject([
    { reason: 'NODE_UNREACHABLE' },
    { reason: 'NOT_STARTED' },
    { reason: 'NODE_UNREACHABLE' },
  ]);
});

describe('the facts for deciding', () => {
  const asked: (readonly string[])[] = [];
  const commands = {
    connections: async (nodeIds: readonly string[]) => {
      asked.push(nodeIds);
      return new Map(nodeIds.map((id) => [id, id === nodeId(77) ? ('online' as const) : ('offline' as const)]));
    },
  };
  /** One parked batch a node, and one that is not parked. */
  const factsOf = async (nodes: number, to = (job: Job): Job => job) => {
    world = new MemoryWorld();
    asked.length = 0;
    await world.withBatch(1);
    const parked = Array.from({ length: nodes }, (_, index) => parkedBatch(index + 1));
    for (const each of parked) {
      const node = `111122223333:eu-west-1:${nodeId(each.number)}`;
      await world.ports.batches.create({ ...each, agents: each.agents.map((agent) => ({ ...agent, node })) });
    }
    const job = to(await stored());
    return jobFacts(
      { ...world.ports, commands, alarms: new MemoryAlarms() },
      { ...job, plan: { ...job.plan, batches: nodes + 1 } },
      now,
    );
  };

  test('tell which parked batches have a node that is back, asking for 50 nodes at a time', async () => {
    expect((await factsOf(120)).reachable).toEqual(new Set([77]));
    expect(asked.map(({ length }) => length)).toEqual([50, 50, 20]);
  });

  test.each<[string, number, (job: Job) => Job]>([
    ['no batch is parked', 0, (job) => job],
    ['the gate is shut', 3, (job) => holdGate(job, 'PAUSED', 'why')],
  ])('ask nobody where %s', async (_sentence, nodes, to) => {
    expect((await factsOf(nodes, to)).reachable).toEqual(new Set());
    expect(asked).toEqual([]);
  });
});
