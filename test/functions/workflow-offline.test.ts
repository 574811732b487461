import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { agentType, jobId, nodeId, now } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld, type WorldOptions } from './workflow-world.ts';

/* Whole jobs that wait for nodes, on the deployed state machine and a virtual clock. It is 08:00 UTC on a Thursday. */

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const HOUR = 3600;
const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const flaky: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'DOWNLOAD_FAILED' } };

/** A world of so many good nodes, of which these are offline from the start. */
function worldOf(nodes: number, offline: readonly number[], change: Partial<WorldOptions> = {}): WorkflowWorld {
  const world = new WorkflowWorld({ template, scripts: Array.from({ length: nodes }, () => good), ...change });
  for (const index of offline) disconnect(world, index);
  return world;
}
const disconnect = (world: WorkflowWorld, index: number) => world.host.setPingStatus(nodeId(index), 'ConnectionLost');
const connect = (world: WorkflowWorld, index: number) => world.host.setPingStatus(nodeId(index), 'Online');
const submit = (world: WorkflowWorld, rollout: object = {}, offline: unknown = 'wait') =>
  world.submit(rollout, [], { offline });

/** When commands were sent to the node, in hours from the start. */
const sentTo = (world: WorkflowWorld, index: number): number[] =>
  world.host
    .visibleCommands()
    .filter(({ comment, invocations }) => {
      return !comment.endsWith('/report') && invocations.some(({ instanceId }) => instanceId === nodeId(index));
    })
    .map(({ requestedAt }) => (requestedAt - now.getTime()) / 1000 / HOUR);

const entered = (world: WorkflowWorld, state: string): number => world.states().filter((name) => name === state).length;

/** The job is over, every agent's outcome is the truth on its node, and nothing is held. */
async function expectTheEnd(world: WorkflowWorld): Promise<void> {
  const { agents, progress, phase } = await world.job();
  expect(phase).toBe('done');
  expect(agents.map(({ status }) => status === 'success')).toEqual(
    world.nodes.map(({ version }) => version === '1.5.0'),
  );
  expect(progress).toMatchObject({ running: 0, pending: 0, percent: 100 });
  expect(world.stores.holds.all()).toEqual([]);
}

describe('a job that waits for nodes', () => {
  test('upgrades the others at once and holds nobody meanwhile; whoever is back hours later is upgraded, too', async () => {
    const world = worldOf(3, [1]);
    await submit(world);
    await world.pass(7 * HOUR);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'running',
      reason: 'WAITING_FOR_NODES',
      completedAt: null,
      agents: [
        { status: 'success' },
        { state: 'pending', reason: 'WAITING_FOR_NODE', status: null },
        { status: 'success' },
      ],
    });
    expect(world.stores.holds.all()).toEqual([]);
    connect(world, 1);
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'success', reason: 'ALL_SUCCEEDED' });
    expect(sentTo(world, 1)).toEqual([expect.any(Number)]);
    expect(sentTo(world, 1)[0]).toBeLessThanOrEqual(7.26);
    await expectTheEnd(world);
  });

  test('does nothing meanwhile but look every 15 minutes', async () => {
    const world = worldOf(1, [0]);
    await submit(world);
    await world.pass(600);
    const before = world.states().length;
    await world.pass(10 * HOUR);
    expect(world.states().slice(before)).toEqual(
      Array.from({ length: 40 }, () => ['Decide what happens next', 'What was decided?', 'Wait until woken']).flat(),
    );
  });

  test('is not for ever: whoever does not come is failed with how long it was waited for', async () => {
    const world = worldOf(2, [0]);
    await submit(world, {}, { waitHours: 5 });
    await world.clock.run();
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'SOME_FAILED',
      agents: [{ reason: 'AGENT_OFFLINE', error: expect.stringContaining('for 5 h') }, { status: 'success' }],
    });
    const { completedAt } = await world.storedJob();
    expect(Math.round((new Date(completedAt ?? 0).getTime() - now.getTime()) / 60_000)).toBe(300);
    await expectTheEnd(world);
  });

  test('does not wait where nobody asked it to', async () => {
    const world = worldOf(2, [0]);
    await submit(world, {}, 'fail');
    await world.pass(60);
    expect(await world.job()).toMatchObject({ phase: 'done', agents: [{ reason: 'AGENT_OFFLINE' }, {}] });
  });

  test('lets another job take the agent, and then says who has it', async () => {
    const world = worldOf(2, [0]);
    await submit(world);
    await world.pass(HOUR);
    const node = `111122223333:eu-west-1:${nodeId(0)}`;
    const until = new Date(now.getTime() + 5 * HOUR * 1000);
    const hold = { node, agentType: agentType.name, jobId: 'upgrade-job-other', until };
    expect(await world.stores.holds.acquire(hold, new Date(world.clock.now()))).toBeUndefined();
    connect(world, 0);
    await world.clock.run();
    expect((await world.job()).agents[0]).toMatchObject({ reason: 'AGENT_BUSY' });
    expect(sentTo(world, 0)).toEqual([]);
  });

  test('takes up an agent that went offline between its two attempts', async () => {
    const world = worldOf(0, [], { scripts: [flaky] });
    await submit(world);
    await world.pass(10);
    disconnect(world, 0);
    await world.pass(3 * HOUR);
    expect((await world.job()).agents).toMatchObject([{ state: 'pending', reason: 'WAITING_FOR_NODE' }]);
    const [node] = world.nodes;
    if (node !== undefined) node.script = good;
    connect(world, 0);
    await world.clock.run();
    expect(sentTo(world, 0)).toHaveLength(2);
    await expectTheEnd(world);
  });

  test('does not take nodes that come and go for a reason to fail, nor tries them all the time', async () => {
    const all = Array.from({ length: 12 }, (_, index) => index);
    // Online for whoever decides, and gone again for whoever is about to send.
    const world = worldOf(12, all, {
      crash: (name) => {
        for (const index of all) (name === 'upgrade-agents' ? disconnect : connect)(world, index);
      },
    });
    await submit(world);
    await world.pass(47 * HOUR);
    expect(await world.job()).toMatchObject({ phase: 'running', progress: { pending: expect.any(Number) } });
    expect((await world.storedJob()).gate).toEqual({ state: 'open' });
    const { history } = world.stepFunctions.execution(world.executionArn());
    expect(history.length).toBeLessThan(10_000);
    expect((await world.stores.batches.get(jobId, 0))?.attempt).toBeGreaterThan(100);
    await world.clock.run();
    await expectTheEnd(world);
  });
});

describe('waves', () => {
  test('do not wait for a node that is offline; it follows when it is back', async () => {
    const world = worldOf(6, [0]);
    await submit(world, { waves: [{ size: 2 }, { size: 2 }, { size: 2 }] });
    await world.pass(HOUR);
    expect((await world.job()).progress).toMatchObject({ succeeded: 5, pending: 1 });
    connect(world, 0);
    await world.clock.run();
    await expectTheEnd(world);
  });

  test('of nobody but nodes that are offline do not make a job stuck', async () => {
    const world = worldOf(6, [0, 1, 2, 3, 4]);
    await submit(world, { waves: Array.from({ length: 6 }, () => ({ size: 1 })) });
    await world.pass(HOUR);
    expect(await world.job()).toMatchObject({ reason: 'WAITING_FOR_NODES', progress: { succeeded: 1, pending: 5 } });
    for (const index of [0, 1, 2, 3, 4]) {
      connect(world, index);
      await world.pass(HOUR);
    }
    expect((await world.job()).status).toBe('success');
    await expectTheEnd(world);
  });

  test('that are watched: at the end of the bake the upgraded agents of a parked batch are asked, and it stays parked', async () => {
    const world = worldOf(60, [0]);
    await submit(world, { concurrency: 60, canary: 2, bakeSeconds: 600 });
    await world.pass(2 * HOUR);
    const probes = world.host.visibleCommands().filter(({ comment }) => comment.endsWith('/report'));
    expect(probes.flatMap(({ invocations }) => invocations.map(({ instanceId }) => instanceId))).toEqual([nodeId(1)]);
    expect((await world.job()).progress).toMatchObject({ succeeded: 59, pending: 1 });
    connect(world, 0);
    await world.clock.run();
    expect((await world.job()).status).toBe('success');
    await expectTheEnd(world);
  });

  test('an agent of a parked batch that is sick at the end of the bake stops the job', async () => {
    const world = worldOf(60, [0]);
    await submit(world, { concurrency: 60, canary: 2, bakeSeconds: 600, failureThreshold: 0 });
    await world.pass(300);
    const sick = world.nodes[1];
    if (sick !== undefined) sick.healthy = false;
    await world.clock.run();
    const { reason, agents } = await world.job();
    expect(reason).toBe('FAILURE_THRESHOLD');
    expect(agents.slice(0, 3)).toMatchObject([
      { reason: 'NOT_STARTED' },
      { reason: 'UNHEALTHY_AFTER_BAKE' },
      { reason: 'NOT_STARTED' },
    ]);
    expect(world.stores.holds.all()).toEqual([]);
  });
});

describe('whoever is back', () => {
  test('outside the maintenance window is upgraded when it opens', async () => {
    const window = { days: ['thu', 'fri', 'sat'], start: '22:00', durationMinutes: 15, timeZone: 'UTC' };
    const world = worldOf(2, [0]);
    await submit(world, { window });
    await world.pass(20 * HOUR);
    expect((await world.job()).progress).toMatchObject({ succeeded: 1, pending: 1 });
    connect(world, 0);
    await world.pass(15 * HOUR);
    expect(sentTo(world, 0)).toEqual([]);
    expect(await world.job()).toMatchObject({ phase: 'scheduled', reason: 'WINDOW_CLOSED' });
    await world.clock.run();
    expect(sentTo(world, 0).map(Math.floor)).toEqual([38]);
    await expectTheEnd(world);
  });

  test('while the job is paused is upgraded once it is resumed', async () => {
    const world = worldOf(2, [0]);
    await submit(world);
    await world.pass(HOUR);
    await world.steer('pause');
    connect(world, 0);
    await world.pass(5 * HOUR);
    expect(sentTo(world, 0)).toEqual([]);
    await world.steer('resume');
    await world.pass(120);
    expect(await world.job()).toMatchObject({ phase: 'done', status: 'success' });
  });
});

test('a job that is cancelled while it waits ends at once, and whom it waited for was never sent', async () => {
  const world = worldOf(2, [0]);
  await submit(world);
  await world.pass(HOUR);
  await world.steer('cancel');
  await world.pass(60);
  expect(await world.job()).toMatchObject({
    phase: 'done',
    status: 'failed',
    reason: 'CANCELLED',
    agents: [
      { reason: 'NOT_STARTED', error: expect.stringContaining('Cancelled by operator.') },
      { status: 'success' },
    ],
  });
  await expectTheEnd(world);
});

test('to wait costs one look at a time: the execution of 48 hours is far from its 25,000 events', async () => {
  const world = worldOf(
    40,
    Array.from({ length: 40 }, (_, index) => index),
  );
  await submit(world);
  await world.clock.run();
  expect(await world.job()).toMatchObject({ phase: 'done', progress: { failed: 40 } });
  expect(entered(world, 'Decide what happens next')).toBeLessThan(200);
  expect(world.stepFunctions.execution(world.executionArn(jobId)).history.length).toBeLessThan(5_000);
});

test('a reinstall acts where the target runs already', async () => {
  const world = worldOf(1, []);
  const [node] = world.nodes;
  if (node !== undefined) node.version = '1.5.0';
  await world.submit({}, [], { reinstall: true });
  await world.clock.run();
  expect((await world.job()).agents).toMatchObject([
    { reason: 'UPGRADED', oldVersion: '1.5.0', newVersion: '1.5.0', status: 'success' },
  ]);
});
