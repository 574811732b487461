import { beforeAll, describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { jobId, nodeId, version } from '../fixtures.ts';
import { type AgentKind, forwarders, forwardersInPlace, ssmAgents } from './agent-kinds.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { retryId, WorkflowWorld, type WorldOptions } from './workflow-world.ts';

/* Whole jobs of agents that AWS's own documents upgrade, on a virtual clock. */

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'postinst exited with 1' } };

const worldOf = (kind: AgentKind, scripts: WorldOptions['scripts'], change: Partial<WorldOptions> = {}) =>
  new WorkflowWorld({ template, kind, scripts, ...change });

const upgraded = async (...[kind, scripts, change]: Parameters<typeof worldOf>) => {
  const world = worldOf(kind, scripts, change);
  await world.upgrade();
  return world;
};

/** Commands that change an agent; the others only ask. */
const changes = (world: WorkflowWorld) =>
  world.host.visibleCommands().filter(({ comment }) => !comment.endsWith('/report'));

describe.each([
  ['the SSM Agent', ssmAgents],
  ['a package of Distributor', forwarders],
  ['a package of Distributor in place', forwardersInPlace],
])('%s', (_what, kind) => {
  const { from, to } = kind;

  test('is upgraded, and its node says so', async () => {
    const world = await upgraded(kind, [good, good]);
    const agent = { oldVersion: from, newVersion: to, status: 'success', reason: 'UPGRADED', error: null };
    expect(await world.job()).toMatchObject({ status: 'success', agents: [agent, agent] });
    expect(world.stores.holds.all()).toEqual([]);
  });

  test('is current already, whatever the inventory said', async () => {
    const world = worldOf(kind, [good], { versions: [to] });
    await world.register();
    await world.stores.agents.recordVersions([{ agentUuid: 'item0', version: from }], new Date(world.clock.now()));
    await world.request({ agentUuids: ['item0'], targetVersion: to });
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([{ reason: 'ALREADY_CURRENT', oldVersion: to, newVersion: to }]);
  });

  test('fails with the words of its document, and is what it was', async () => {
    const world = await upgraded(kind, [bad]);
    const error = expect.stringMatching(/^The command ended as "Failed": .*postinst exited with 1/);
    expect((await world.job()).agents).toMatchObject([{ reason: 'PACKAGE_FAILED', error, newVersion: from }]);
    expect(world.nodes[0]).toMatchObject({ version: from, healthy: true });
    expect(changes(world)).toHaveLength(1);
  });

  test('is believed where its command timed out and it was upgraded all the same', async () => {
    const world = await upgraded(kind, [{ latencyMs: 20_000, outcome: { kind: 'timeout', changes: true } }]);
    expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED', newVersion: to }]);
  });

  test('is waited for where it is upgraded long after its command timed out', async () => {
    const late = { latencyMs: 3_700_000, outcome: { kind: 'timeout', changes: true } } as const;
    const world = await upgraded(kind, [late]);
    expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED', newVersion: to }]);
    expect(changes(world)).toHaveLength(1);
  });

  test('is believed where the command never ends', async () => {
    const world = await upgraded(kind, [{ latencyMs: 20_000, outcome: { kind: 'lost', changes: true } }]);
    expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED', newVersion: to }]);
  });

  test('may take an hour: no second command is sent meanwhile', async () => {
    const world = await upgraded(kind, [{ latencyMs: 3_300_000, outcome: { kind: 'success' } }]);
    expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED' }]);
    expect(changes(world)).toHaveLength(1);
  });

  test('that its node did not change in all that time is tried once more', async () => {
    const scripts: Script[] = [{ latencyMs: 20_000, outcome: { kind: 'lost' } }, good];
    let attempts = 0;
    const world = await upgraded(kind, [() => scripts[attempts++] ?? good]);
    expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED', oldVersion: from, newVersion: to }]);
    expect(changes(world)).toHaveLength(2);
  });

  test('goes back', async () => {
    const world = await upgraded(kind, [good, bad]);
    await world.rollBack();
    await world.clock.run();
    const back = await world.job(rollbackIdOf(jobId));
    expect(back.agents).toMatchObject([
      { agentUuid: 'item0', reason: 'ROLLED_BACK', oldVersion: to, newVersion: from },
    ]);
    expect(world.nodes.map(({ version }) => version)).toEqual([from, from]);
  });

  test('is taken up again by a retry', async () => {
    const scripts: Script[] = [bad, good];
    let attempts = 0;
    const world = await upgraded(kind, [() => scripts[attempts++] ?? good]);
    await world.retry();
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({
      status: 'success',
      agents: [{ reason: 'UPGRADED', oldVersion: from }],
    });
  });

  test('goes on when its job is cancelled, and the job says what came of it', async () => {
    const world = worldOf(kind, [{ latencyMs: 120_000, outcome: { kind: 'success' } }, good]);
    await world.submit({ concurrency: 1 });
    await world.pass(30);
    await world.steer('cancel');
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'CANCELLED' });
    expect((await world.job()).agents).toMatchObject([
      { reason: 'UPGRADED', newVersion: to },
      { reason: 'NOT_STARTED' },
    ]);
  });

  test('that is not well at the end of the bake fails after all', async () => {
    const world = worldOf(kind, [good, good]);
    await world.submit({ waves: [{ size: 1, bakeSeconds: 600 }, { size: 1 }], failureThreshold: 0 });
    await world.pass(300);
    for (const node of world.nodes) node.healthy = false;
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([{ reason: 'UNHEALTHY_AFTER_BAKE' }, { reason: 'NOT_STARTED' }]);
  });

  test('has the time of its type to become healthy', async () => {
    const world = worldOf(kind, [good]);
    await world.submit();
    await world.clock.run(() => world.nodes[0]?.version === to);
    const [node] = world.nodes;
    if (node === undefined) throw new Error('There is no node.');
    node.healthy = false;
    world.clock.schedule(40_000, () => {
      node.healthy = true;
    });
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED' }]);
  });

  test('that does not become healthy in that time fails', async () => {
    const world = worldOf(kind, [good]);
    await world.submit();
    await world.clock.run(() => world.nodes[0]?.version === to);
    for (const node of world.nodes) node.healthy = false;
    await world.pass(600);
    expect((await world.job()).agents).toMatchObject([{ reason: 'AGENT_UNHEALTHY', newVersion: to }]);
  });

  test('is not installed again where it is there: its document would do nothing, and that is said', async () => {
    const world = worldOf(kind, [good], { versions: [to] });
    await world.submit({}, [], { reinstall: true });
    await world.clock.run();
    expect(await world.job()).toMatchObject({
      status: 'failed',
      agents: [{ reason: 'NOT_REINSTALLED', newVersion: to }],
    });
  });

  test('that another command is changing is tried once more, and else fails with that reason', async () => {
    const world = worldOf(kind, [{ latencyMs: 3_000_000, outcome: { kind: 'success' } }]);
    await world.register();
    const somebody = kind === ssmAgents ? 'AWS-UpdateSSMAgent' : 'AWS-ConfigureAWSPackage';
    const Parameters = kind === ssmAgents ? {} : { action: ['Install'], name: ['Forwarder'] };
    world.host.sendCommand({ DocumentName: somebody, Parameters, InstanceIds: [nodeId(0)] });
    await world.submit();
    await world.pass(1800);
    expect((await world.job()).agents).toMatchObject([{ reason: 'NODE_BUSY' }]);
    expect(changes(world)).toHaveLength(3);
  });

  test('that no node took up in time is tried again once its node is back', async () => {
    const world = worldOf(kind, [good]);
    await world.submit();
    await world.clock.run(() => changes(world).length === 1);
    world.host.setPingStatus(nodeId(0), 'ConnectionLost');
    await world.pass(400);
    world.host.setPingStatus(nodeId(0), 'Online');
    // Long before the document could have ended if it had begun.
    await world.pass(2600);
    expect(await world.job()).toMatchObject({ status: 'success', agents: [{ reason: 'UPGRADED' }] });
    expect(changes(world)).toHaveLength(2);
  });

  test('is not begun long after its window has closed', async () => {
    const world = worldOf(kind, [good]);
    const start = new Date(world.clock.now() - 59 * 60_000).toISOString().slice(11, 16);
    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
    await world.submit({ window: { days, start, durationMinutes: 60, timeZone: 'UTC' } });
    await world.pass(45);
    expect(changes(world).map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([expect.any(Number)]);
    expect(changes(world)[0]?.timeoutSeconds).toBeLessThanOrEqual(60);
  });
});

test('the SSM Agent goes down where the job allows it, and not where its node finds that it would', async () => {
  const { from, to } = ssmAgents;
  const world = worldOf(ssmAgents, [good, good], { versions: [to, to] });
  await world.register();
  await world.stores.catalogue.publish({ ...version, agentType: 'ssm-agent', version: from, artifacts: [] });
  await world.request({ agentUuids: ['item0'], targetVersion: from, allowDowngrade: true });
  await world.clock.run();
  expect((await world.job()).agents).toMatchObject([{ reason: 'UPGRADED', newVersion: from }]);
  // The inventory does not know what it runs.
  await world.stores.agents.remove('item1');
  await world.stores.agents.register({ ...(await unknownAgent(world)), version: null });
  await world.request({ agentUuids: ['item1'], targetVersion: from }, retryId);
  await world.clock.run();
  expect((await world.job(retryId)).agents).toMatchObject([{ reason: 'DOWNGRADE_NOT_ALLOWED', newVersion: to }]);
});

async function unknownAgent(world: WorkflowWorld) {
  const first = await world.stores.agents.get('item0');
  if (first === undefined) throw new Error('There is no item0.');
  return { ...first, agentUuid: 'item1', nodeId: nodeId(1) };
}
