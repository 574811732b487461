import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { jobId, later, nodeId, now } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld, type WorldOptions } from './workflow-world.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'HEALTH_CHECK_FAILED' } };

const worldOf = (scripts: readonly Script[], change: Partial<WorldOptions> = {}) =>
  new WorkflowWorld({ template, scripts, ...change });
const many = (count: number, script = good) => Array.from({ length: count }, () => script);

/** Every agent's outcome is the truth on its node, holds are given back, and the execution is over. */
async function expectTheTruth(world: WorkflowWorld): Promise<void> {
  const { agents, progress, status } = await world.job();
  for (const [index, node] of world.nodes.entries()) {
    const answer = agents[index];
    expect(answer).toMatchObject({
      state: 'done',
      status: node.version === '1.5.0' && node.healthy ? 'success' : 'failed',
    });
    if (answer?.newVersion) expect(answer.newVersion).toBe(node.version);
  }
  expect(progress).toMatchObject({
    running: 0,
    pending: 0,
    percent: 100,
    succeeded: agents.filter((agent) => agent.status === 'success').length,
  });
  expect(status).toBe(agents.every((agent) => agent.status === 'success') ? 'success' : 'failed');
  expect(world.stores.holds.all()).toEqual([]);
}

describe('a whole job on the deployed state machine', () => {
  test('upgrades every agent, woken by events', async () => {
    const world = worldOf(many(3));
    await world.upgrade();
    expect(await world.job()).toMatchObject({
      status: 'success',
      phase: 'done',
      reason: 'ALL_SUCCEEDED',
      waves: [{ number: 1, agents: 3 }],
    });
    await expectTheTruth(world);
    const { completedAt } = await world.storedJob();
    expect(new Date(completedAt ?? 0).getTime() - now.getTime()).toBeLessThan(60_000);
    expect(world.stepFunctions.execution(world.executionArn()).status).toBe('SUCCEEDED');
  });

  test('of one agent goes through exactly these states', async () => {
    const world = worldOf([good]);
    await world.upgrade();
    expect(world.states()).toEqual([
      'Plan the rollout',
      'Is the plan complete?',
      'Decide what happens next',
      'What was decided?',
      'Upgrade the batches',
      'Upgrade the agents',
      'Settle the batch',
      'Is the batch settled?',
      'The batch is settled',
      'Decide what happens next',
      'What was decided?',
      'Finish the job',
      'The job is finished',
    ]);
  });

  test('with one bad agent is failed, and the others are upgraded', async () => {
    const world = worldOf([good, bad, good]);
    await world.upgrade();
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'SOME_FAILED',
      agents: [
        { status: 'success' },
        { status: 'failed', reason: 'HEALTH_CHECK_FAILED', oldVersion: '1.4.2', newVersion: '1.4.2' },
        { status: 'success' },
      ],
    });
    await expectTheTruth(world);
  });

  test('with an unknown agent fails that agent alone', async () => {
    const world = worldOf([good]);
    await world.upgrade({}, ['nobody']);
    expect((await world.job()).agents).toMatchObject([
      { status: 'success' },
      { agentUuid: 'nobody', status: 'failed', reason: 'AGENT_NOT_FOUND' },
    ]);
  });

  test('with no agent that can be upgraded ends without a batch', async () => {
    const world = worldOf([]);
    await world.upgrade({}, ['nobody']);
    expect(await world.job()).toMatchObject({ status: 'failed', progress: { total: 1, failed: 1 } });
  });

  test('ends right by polling where every event is lost', async () => {
    const world = worldOf(many(3), { deliver: () => [] });
    await world.upgrade();
    await expectTheTruth(world);
    expect((await world.job()).status).toBe('success');
  });

  test('ends right where every event comes twice and late', async () => {
    const world = worldOf([good, bad, good], { deliver: () => [30, 300] });
    await world.upgrade();
    await expectTheTruth(world);
  });

  test('starts when it is due, three days later, and runs nothing before', async () => {
    const world = worldOf(many(2));
    const startAt = later(3 * 86_400);
    await world.submit({ startAt: startAt.toISOString() });
    await world.pass(3 * 86_400 - 1);
    expect(await world.job()).toMatchObject({ status: 'pending', phase: 'scheduled', reason: 'SCHEDULED' });
    expect(world.host.visibleCommands()).toEqual([]);
    await world.clock.run();
    expect(world.states().filter((state) => state === 'Wait until woken')).toHaveLength(3);
    await expectTheTruth(world);
    expect((await world.job()).status).toBe('success');
  });

  test('never has more agents in flight than its concurrency', async () => {
    const world = worldOf(many(130));
    let most = 0;
    await world.submit({ concurrency: 7 });
    await world.clock.run(() => {
      const running = world.host
        .visibleCommands()
        .flatMap(({ invocations }) => invocations.filter(({ details }) => details === 'InProgress'));
      most = Math.max(most, running.length);
      return false;
    });
    expect(most).toBe(7);
    await expectTheTruth(world);
  });

  test('of many batches runs them in children', async () => {
    const world = worldOf([...many(120), ...many(12, bad)]);
    await world.upgrade({ concurrency: 60 });
    expect(world.states()).toContain('Upgrade many batches');
    await expectTheTruth(world);
    expect((await world.job()).progress).toMatchObject({ succeeded: 120, failed: 12 });
  });
});

describe('where a command tells nothing, the node is asked', () => {
  test.each<[string, Script, object]>([
    [
      'timed out, and the upgrade went well',
      { latencyMs: 1, outcome: { kind: 'timeout', changes: true } },
      { status: 'success', newVersion: '1.5.0' },
    ],
    [
      'timed out, and the upgrade did not',
      { latencyMs: 1, outcome: { kind: 'timeout' } },
      { status: 'failed', newVersion: '1.4.2' },
    ],
    [
      'was undeliverable, it says, and yet it ran',
      { latencyMs: 1, outcome: { kind: 'undeliverable', changes: true } },
      { status: 'success', newVersion: '1.5.0' },
    ],
    [
      'printed nothing, and the upgrade went well',
      { latencyMs: 1, outcome: { kind: 'noOutput', changes: true } },
      { status: 'success', newVersion: '1.5.0' },
    ],
    [
      'printed nothing, and the upgrade did not',
      { latencyMs: 1, outcome: { kind: 'noOutput' } },
      { status: 'failed', newVersion: '1.4.2' },
    ],
    [
      'never came back, and the upgrade went well',
      { latencyMs: 1, outcome: { kind: 'lost', changes: true } },
      { status: 'success', newVersion: '1.5.0' },
    ],
  ])('a command that %s', async (_sentence, script, expected) => {
    const world = worldOf([script, good]);
    await world.upgrade();
    expect((await world.job()).agents).toMatchObject([expected, { status: 'success' }]);
    await expectTheTruth(world);
  });

  test('a node that goes offline for good is unreachable, in bounded time', async () => {
    const world = worldOf([{ latencyMs: 1, outcome: { kind: 'undeliverable' } }, good]);
    await world.submit();
    await world.clock.run(() => world.host.visibleCommands().length > 0);
    world.host.setPingStatus(nodeId(0), 'ConnectionLost');
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([
      { status: 'failed', reason: 'NODE_UNREACHABLE' },
      { status: 'success' },
    ]);
    expect(world.stores.holds.all()).toEqual([]);
    expect(new Date((await world.storedJob()).completedAt ?? 0).getTime() - now.getTime()).toBeLessThan(2 * 3_600_000);
  });
});

describe('where a function crashes, its retry completes the work', () => {
  const names = ['plan-rollout', 'decide-next', 'upgrade-agents', 'settle-batch', 'finish-job'];
  const moments = names.flatMap((name) => [[name, 'before'] as const, [name, 'after'] as const]);

  test.each(moments)('%s, once, %s its work', async (name, when) => {
    let crashes = 0;
    const crash = (functionName: string, moment: string) => {
      if (functionName === name && moment === when && crashes++ === 0) throw new Error('crashed');
    };
    const world = worldOf([good, bad, good], { crash });
    await world.upgrade();
    expect(crashes).toBeGreaterThan(0);
    await expectTheTruth(world);
    expect(world.host.visibleCommands().filter(({ comment }) => !comment.endsWith('/report'))).toHaveLength(3);
  });

  test.each([
    ['plan-rollout', 'failed'],
    ['decide-next', 'failed'],
    ['upgrade-agents', 'failed'],
    ['settle-batch', 'failed'],
  ])('%s, for ever: the job ends all the same, as %s, with nothing left under way', async (name, status) => {
    const world = worldOf(many(3), {
      crash: (functionName, when) => {
        if (functionName === name && when === 'before') throw new Error('broken for good');
      },
    });
    await world.upgrade();
    const job = await world.job();
    expect(job).toMatchObject({
      status: name === 'settle-batch' ? 'success' : status,
      phase: 'done',
      progress: { pending: 0, running: 0 },
    });
    expect((await world.storedJob()).gate).toMatchObject({ state: 'closed', reason: 'WORKFLOW_FAILED' });
    expect(world.stores.holds.all()).toEqual([]);
  });
});

describe('where the execution is gone, the reconciler ends the job', () => {
  test('an aborted execution: what was sent is followed to its end, nothing more is sent', async () => {
    const world = worldOf(many(30));
    await world.submit({ concurrency: 5 });
    await world.clock.run(() => world.host.visibleCommands().length >= 5);
    world.stepFunctions.stopExecution(world.executionArn());
    await world.pass(120);
    expect(await world.reconcile()).toEqual([jobId]);
    await world.clock.run();
    const { agents, status, reason } = await world.job();
    expect({ status, reason }).toEqual({ status: 'failed', reason: 'WORKFLOW_LOST' });
    expect(agents.filter((agent) => agent.status === 'success')).toHaveLength(5);
    expect(agents.filter((agent) => agent.reason === 'NOT_STARTED')).toHaveLength(25);
    await expectTheTruth(world);
    expect(await world.reconcile()).toEqual([]);
  });
});

describe('waves', () => {
  test('run one after the other, each watched before the next', async () => {
    const world = worldOf(many(7));
    await world.submit({ waves: [{ size: 1, bakeSeconds: 3600 }, { size: 2, bakeSeconds: 600 }, { size: 4 }] });
    await world.pass(1800);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'baking',
      reason: 'BAKING',
      progress: { succeeded: 1, pending: 6 },
    });
    await world.clock.run();
    await expectTheTruth(world);
    const sentAt = world.host
      .visibleCommands()
      .filter(({ comment }) => !comment.endsWith('/report'))
      .map(({ requestedAt }) => Math.round((requestedAt - now.getTime()) / 1000));
    expect(sentAt).toHaveLength(7);
    expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThanOrEqual(3600);
    expect((sentAt[3] ?? 0) - (sentAt[2] ?? 0)).toBeGreaterThanOrEqual(600);
  });

  test('a bad canary halts the job: nobody else is touched', async () => {
    const world = worldOf(many(20, bad));
    await world.upgrade({ canary: 1, failureThreshold: '2%' });
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'FAILURE_THRESHOLD',
      detail: '1 of 1 agents failed, and the job bears 2%.',
    });
    expect(world.host.visibleCommands()).toHaveLength(1);
    await expectTheTruth(world);
  });

  test('a failure too many stops a wave that runs: what is under way ends, nothing more is sent', async () => {
    const world = worldOf(many(30, bad));
    await world.upgrade({ concurrency: 3, failureThreshold: 2 });
    const { agents, reason } = await world.job();
    expect(reason).toBe('FAILURE_THRESHOLD');
    const sent = agents.filter((agent) => agent.reason === 'HEALTH_CHECK_FAILED').length;
    expect(sent).toBeGreaterThanOrEqual(3);
    expect(sent).toBeLessThanOrEqual(5);
    expect(agents.filter((agent) => agent.reason === 'NOT_STARTED')).toHaveLength(30 - sent);
    await expectTheTruth(world);
  });

  test('paused for its failures, a job goes on where somebody resumes it', async () => {
    const world = worldOf([bad, ...many(9)]);
    await world.submit({ canary: 1, failureThreshold: 0, onFailure: 'pause' });
    await world.pass(7200);
    expect(await world.job()).toMatchObject({ status: 'running', phase: 'paused', reason: 'FAILURE_THRESHOLD' });
    await world.steer('resume');
    await world.clock.run();
    expect((await world.job()).progress).toMatchObject({ succeeded: 9, failed: 1 });
    await expectTheTruth(world);
  });
});

describe('a limit for each site', () => {
  const ten = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'a' : 'b'));

  const inSites = (sites: readonly (string | undefined)[]) => (index: number) => {
    const site = sites[index];
    return site === undefined ? {} : { site };
  };
  const allInA = () => ({ site: 'a' });

  /** Runs the job to its end; answers how many of each site were in flight at most. */
  async function mostInFlight(world: WorkflowWorld, rollout: object): Promise<Record<string, number>> {
    const most: Record<string, number> = {};
    world.watch(() => {
      for (const [site, count] of world.inFlight()) most[site] = Math.max(most[site] ?? 0, count);
    });
    await world.upgrade(rollout);
    return most;
  }

  test.each([1, 2])(
    '%d at once: never more of a site, never fewer while there are more, and all are upgraded',
    async (max) => {
      const world = worldOf(many(10), { tags: inSites(ten) });
      const most = await mostInFlight(world, { concurrencyPerTag: { tag: 'site', max } });
      expect(most).toEqual({ a: max, b: max });
      expect((await world.job()).progress).toMatchObject({ succeeded: 10 });
      await expectTheTruth(world);
    },
  );

  test('it comes on top of the concurrency, and agents without the tag know only that', async () => {
    const sites = ten.map((site, index) => (index < 6 ? undefined : site));
    const most = await mostInFlight(worldOf(many(10), { tags: inSites(sites) }), {
      concurrency: 8,
      concurrencyPerTag: { tag: 'site', max: 1 },
    });
    expect(most).toEqual({ none: 6, a: 1, b: 1 });
  });

  test('in batches of several agents, in children: batches are of one site, and as many run as the limit allows', async () => {
    const world = worldOf(many(130), { tags: (index) => ({ site: index % 3 === 0 ? 'a' : 'b' }) });
    const most = await mostInFlight(world, { concurrency: 120, concurrencyPerTag: { tag: 'site', max: 7 } });
    expect(most).toEqual({ a: 6, b: 6 });
    expect(world.states()).toContain('Upgrade many batches');
    await expectTheTruth(world);
    for (const { invocations } of world.host.visibleCommands())
      expect(new Set(invocations.map(({ instanceId }) => world.siteOf(instanceId))).size).toBe(1);
  });

  test('a site of more batches than one pass takes is upgraded in several', async () => {
    const world = worldOf(many(110), { tags: allInA });
    const most = await mostInFlight(world, { concurrency: 10, concurrencyPerTag: { tag: 'site', max: 1 } });
    expect(most).toEqual({ a: 1 });
    expect(world.states().filter((state) => state === 'Upgrade many batches')).toHaveLength(2);
    await expectTheTruth(world);
  });

  test('paused in the middle of a site, the rest of it waits until the job is resumed', async () => {
    const world = worldOf(many(5), { tags: allInA });
    await world.submit({ concurrencyPerTag: { tag: 'site', max: 1 } });
    await world.pass(30);
    await world.steer('pause');
    await world.pass(86_400);
    expect(world.host.visibleCommands()).toHaveLength(2);
    expect(await world.job()).toMatchObject({ phase: 'paused', progress: { succeeded: 2, running: 0 } });
    await world.steer('resume');
    await world.clock.run();
    expect((await world.job()).status).toBe('success');
    await expectTheTruth(world);
  });

  test('a failure too many in a site stops the rest of it', async () => {
    const world = worldOf(many(5, bad), { tags: allInA });
    await world.upgrade({ concurrencyPerTag: { tag: 'site', max: 1 }, failureThreshold: 1 });
    expect(await world.job()).toMatchObject({ reason: 'FAILURE_THRESHOLD' });
    expect(world.host.visibleCommands()).toHaveLength(2);
    await expectTheTruth(world);
  });
});

describe('a maintenance window', () => {
  /** It is 08:00 UTC on a Thursday. */
  const window = { days: ['thu', 'fri', 'sat'], start: '22:00', durationMinutes: 15, timeZone: 'UTC' };
  const minutes = (world: WorkflowWorld) =>
    world.host.visibleCommands().map(({ requestedAt }) => (requestedAt - now.getTime()) / 60_000);

  test('over three nights: commands are sent in the window alone, and what does not fit waits for the next', async () => {
    const slow: Script = { latencyMs: 300_000, outcome: { kind: 'success' } };
    const world = worldOf(many(9, slow));
    await world.submit({ concurrency: 1, window });
    await world.pass(12 * 3600);
    expect(await world.job()).toMatchObject({ status: 'pending', phase: 'scheduled', reason: 'WINDOW_CLOSED' });
    await world.pass(12 * 3600);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'scheduled',
      reason: 'WINDOW_CLOSED',
      progress: { running: 0 },
    });
    await world.clock.run();
    await expectTheTruth(world);
    expect((await world.job()).status).toBe('success');
    for (const minute of minutes(world)) {
      expect(minute % 1440).toBeGreaterThanOrEqual(14 * 60);
      expect(minute % 1440).toBeLessThan(14 * 60 + 15);
    }
    expect(new Set(minutes(world).map((minute) => Math.floor(minute / 1440)))).toEqual(new Set([0, 1, 2]));
  });

  test('no switch begins after the window closes: the script is told the earlier time', async () => {
    const world = worldOf(many(1));
    await world.submit({ window: { ...window, start: '07:50' } });
    await world.pass(60);
    const [command] = world.host.visibleCommands();
    expect(command?.parameters['NotAfter']).toBe(String(later(300).getTime() / 1000));
  });
});

describe('steering', () => {
  const steered = async (script = good) => {
    const world = worldOf(many(12, script));
    await world.submit({ concurrency: 2 });
    await world.pass(30);
    return world;
  };

  test('a paused job sends nothing for days, and ends what is under way', async () => {
    const world = await steered();
    await world.steer('pause');
    const sent = world.host.visibleCommands().length;
    await world.pass(3 * 86_400);
    expect(world.host.visibleCommands()).toHaveLength(sent);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'paused',
      reason: 'PAUSED',
      detail: 'Paused by operator.',
      progress: { running: 0, succeeded: sent },
    });
    expect(world.stores.holds.all()).toEqual([]);
    await world.steer('resume');
    await world.clock.run();
    expect((await world.job()).status).toBe('success');
    await expectTheTruth(world);
  });

  test('a job that is paused and resumed again and again is not taken for one that is stuck', async () => {
    const world = await steered({ latencyMs: 3_600_000, outcome: { kind: 'success' } });
    for (let round = 0; round < 8; round++) {
      await world.steer('pause');
      await world.pass(60);
      await world.steer('resume');
      await world.pass(60);
    }
    expect((await world.storedJob()).gate).toEqual({ state: 'open' });
  });

  test('cancelling ends the job: nobody else is sent, and what had not begun to switch is taken back', async () => {
    const world = await steered({ latencyMs: 600_000, outcome: { kind: 'success' } });
    await world.steer('cancel');
    await world.clock.run();
    const { agents, status, reason } = await world.job();
    expect({ status, reason }).toEqual({ status: 'failed', reason: 'CANCELLED' });
    expect(agents.filter((agent) => agent.reason === 'INTERRUPTED')).toHaveLength(2);
    expect(agents.filter((agent) => agent.reason === 'NOT_STARTED')).toHaveLength(10);
    await expectTheTruth(world);
  });

  test('a scheduled job that is cancelled ends at once', async () => {
    const world = worldOf(many(2));
    await world.submit({ startAt: later(86_400).toISOString() });
    await world.pass(60);
    await world.steer('cancel');
    await world.pass(60);
    expect(await world.job()).toMatchObject({ status: 'failed', phase: 'done', reason: 'CANCELLED' });
    expect(world.host.visibleCommands()).toEqual([]);
  });

  test('a job that has ended cannot be steered', async () => {
    const world = worldOf(many(1));
    await world.upgrade();
    await expect(world.steer('cancel')).rejects.toThrow('The job is done (success).');
  });
});
