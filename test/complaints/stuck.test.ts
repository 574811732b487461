import { describe, expect, test } from '@jest/globals';
import { nodeId } from '../fixtures.ts';
import { retryId, type WorkflowWorld, type WorldOptions } from '../functions/workflow-world.ts';
import {
  expectAReport,
  fleet,
  good,
  HOUR,
  many,
  otherJob,
  reasons,
  secondsUntil,
  versions,
  withTemplate,
} from './fleet.ts';

withTemplate();

interface Trouble {
  readonly scripts: WorldOptions['scripts'];
  readonly deliver?: WorldOptions['deliver'];
  /** The function that is broken until somebody repairs it. */
  readonly broken?: string;
  /** What happens 10 seconds after the request. */
  readonly happens?: (world: WorkflowWorld) => unknown;
  readonly reason: string;
  readonly agents: readonly string[];
}

const lost = { latencyMs: 1, outcome: { kind: 'lost' } } as const;
const disconnect = (world: WorkflowWorld, index: number) => world.host.setPingStatus(nodeId(index), 'ConnectionLost');
const connect = (world: WorkflowWorld, index: number) => world.host.setPingStatus(nodeId(index), 'Online');
const kill = (world: WorkflowWorld) => world.stepFunctions.stopExecution(world.executionArn());
const troubles: readonly [string, Trouble][] = [
  [
    'nodes that never answer, and then are gone',
    {
      scripts: [lost, good, lost],
      happens: (world) => disconnect(world, 0),
      reason: 'SOME_FAILED',
      agents: ['NODE_UNREACHABLE', 'UPGRADED', 'INTERRUPTED'],
    },
  ],
  [
    'nodes that never answer, but can be asked',
    { scripts: [lost, good, lost], reason: 'SOME_FAILED', agents: ['INTERRUPTED', 'UPGRADED', 'INTERRUPTED'] },
  ],
  [
    'an execution that is killed',
    {
      scripts: many(3),
      happens: kill,
      reason: 'WORKFLOW_LOST',
      agents: ['UPGRADED', 'NOT_STARTED', 'NOT_STARTED'],
    },
  ],
  [
    'an execution that is killed while its node never answers and is gone',
    {
      scripts: [lost, good, good],
      happens: (world) => [disconnect(world, 0), kill(world)],
      reason: 'WORKFLOW_LOST',
      agents: ['NODE_UNREACHABLE', 'NOT_STARTED', 'NOT_STARTED'],
    },
  ],
  [
    'events that are all lost',
    {
      scripts: [lost, good, good],
      deliver: () => [],
      reason: 'SOME_FAILED',
      agents: ['INTERRUPTED', 'UPGRADED', 'UPGRADED'],
    },
  ],
  [
    'a function that is broken',
    {
      scripts: many(3),
      broken: 'decide-next',
      reason: 'WORKFLOW_FAILED',
      agents: ['NOT_STARTED', 'NOT_STARTED', 'NOT_STARTED'],
    },
  ],
];

describe('a job is never stuck in updating', () => {
  test.each(troubles)('with %s it ends, says why, and the same agents can be upgraded at once', async (_, trouble) => {
    let isRepaired = false;
    const crash = (name: string) => {
      if (name === trouble.broken && !isRepaired) throw new Error('broken');
    };
    const world = fleet(trouble.scripts, { crash, ...(trouble.deliver && { deliver: trouble.deliver }) });
    // One at a time, so that there is somebody left that a lost job has not come to.
    await world.submit({ concurrency: 1 });
    await world.pass(10);
    await trouble.happens?.(world);
    // Two nodes, one after the other, each tried twice: 300 s to deliver and 1,800 s to run, and polls up to 10 minutes apart.
    for (let quarter = 0; quarter < 16; quarter++) {
      await world.pass(HOUR / 4);
      await world.reconcile();
    }
    const job = await world.job();
    expect(job).toMatchObject({ phase: 'done', status: 'failed', reason: trouble.reason });
    expect(secondsUntil(job.createdAt, job.completedAt)).toBeLessThan(4 * HOUR);
    expect(await reasons(world)).toEqual(trouble.agents);
    await expectAReport(world);

    isRepaired = true;
    for (const [index, node] of world.nodes.entries()) {
      node.script = good;
      world.host.setPingStatus(nodeId(index), 'Online');
    }
    await world.request({ agentUuids: ['item0', 'item1', 'item2'], targetVersion: '1.5.0' }, otherJob(1));
    await world.clock.run();
    expect(await world.job(otherJob(1))).toMatchObject({ status: 'success', reason: 'ALL_SUCCEEDED' });
    expect(versions(world)).toEqual(['1.5.0', '1.5.0', '1.5.0']);
    await expectAReport(world, otherJob(1));
  });
});

describe('an agent that is offline when the window ends is not dropped', () => {
  /** From 22:00 to 22:30 UTC each night; it is 08:00 on a Thursday. */
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const window = { days, start: '22:00', durationMinutes: 30, timeZone: 'UTC' };
  const NIGHT = 24 * HOUR;
  const everyTenth = Array.from({ length: 10 }, (_, index) => index * 10);
  const upgraded = (world: WorkflowWorld) => versions(world).filter((version) => version === '1.5.0').length;

  /** 100 agents of which every tenth is offline, as laptops are. */
  async function nightly(offline: unknown): Promise<WorkflowWorld> {
    const world = fleet(many(100));
    for (const index of everyTenth) disconnect(world, index);
    await world.submit({ window }, [], { offline });
    await world.pass(NIGHT);
    expect(upgraded(world)).toBe(90);
    return world;
  }

  test('where the job waits: it is told that it is waited for, and is upgraded in the next night', async () => {
    const world = await nightly('wait');
    expect(await world.job()).toMatchObject({
      phase: 'scheduled',
      progress: { succeeded: 90, failed: 0, pending: 10 },
    });
    expect((await world.job()).agents[10]).toMatchObject({
      status: null,
      state: 'pending',
      reason: 'WAITING_FOR_NODE',
    });
    for (const index of everyTenth) connect(world, index);
    await world.pass(8 * HOUR);
    expect(upgraded(world)).toBe(90);
    await world.pass(8 * HOUR);
    expect(await world.job()).toMatchObject({ status: 'success', progress: { succeeded: 100 } });
    await expectAReport(world);
  });

  test('where it does not come in time, or nobody asked to wait: it is told so, and can be taken up alone', async () => {
    for (const offline of ['fail', { waitHours: 20 }]) {
      const world = await nightly(offline);
      await world.clock.run();
      const { agents } = await world.job();
      const ends = agents.map(({ reason }, index) => (reason === 'AGENT_OFFLINE' ? index : undefined));
      expect(ends.filter((index) => index !== undefined)).toEqual(everyTenth);
      await expectAReport(world);
      for (const index of everyTenth) connect(world, index);
      await world.retry({ reasons: ['AGENT_OFFLINE'], rollout: {} });
      await world.clock.run();
      expect(await world.job(retryId)).toMatchObject({ status: 'success', progress: { total: 10 } });
      expect(upgraded(world)).toBe(100);
    }
  });
});
