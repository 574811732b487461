import { beforeAll, describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import type { Delivery } from '../../local/ssm/managed-node.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { agent, jobId, later, nodeId } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { retryId, WorkflowWorld, type WorldOptions } from './workflow-world.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const slow: Script = { latencyMs: 600_000, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'HEALTH_CHECK_FAILED' } };
const many = (count: number, script = good) => Array.from({ length: count }, () => script);
const rollbackId = rollbackIdOf(jobId);
const artifact = { url: 'https://artifacts.example.com/fixed.tar.gz', sha256: 'b'.repeat(64), signature: null };

const worldOf = (scripts: WorldOptions['scripts'], change: Partial<WorldOptions> = {}) =>
  new WorkflowWorld({ template, scripts, ...change });

/** A node whose upgrades fail until they are sent another artifact. */
const untilFixed = ({ parameters }: Pick<Delivery, 'parameters'>): Script => {
  const artifacts = Buffer.from(parameters['Artifacts'] ?? '', 'base64url').toString();
  return artifacts.includes(` ${artifact.sha256} `) ? good : bad;
};

const versions = (world: WorkflowWorld) => world.nodes.map(({ version }) => version);
const sentTo = (world: WorkflowWorld, id: string) =>
  world.host
    .visibleCommands()
    .filter(({ comment }) => comment.startsWith(`${id}/`) && !comment.endsWith('/report'))
    .flatMap(({ invocations }) => invocations.map(({ instanceId }) => instanceId));
const eventsOf = async (world: WorkflowWorld, id: string) => [
  ...(await world.stores.jobs.keptEvents(id, 1, 250)),
  (await world.storedJob(id)).lastEvent,
];

describe('a retry', () => {
  test('takes up those that failed, with a corrected artifact, and ends well', async () => {
    const world = worldOf([good, untilFixed, good, untilFixed]);
    await world.upgrade();
    expect(await world.job()).toMatchObject({ status: 'failed', allowed: ['retry', 'rollback'] });
    await world.retry({ artifact });
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({
      status: 'success',
      parentJobId: jobId,
      artifact,
      allowed: ['rollback'],
      agents: [
        { agentUuid: 'item1', status: 'success' },
        { agentUuid: 'item3', status: 'success' },
      ],
    });
    expect(versions(world)).toEqual(['1.5.0', '1.5.0', '1.5.0', '1.5.0']);
    expect(sentTo(world, retryId)).toEqual([nodeId(1), nodeId(3)]);
    expect(world.stores.holds.all()).toEqual([]);
  });

  test('takes up only those that failed for a reason that is asked for', async () => {
    const world = worldOf([bad, { ...bad, outcome: { kind: 'failed', reason: 'DISK_FULL' } }]);
    await world.upgrade();
    await world.retry({ reasons: ['DISK_FULL'] });
    await world.clock.run();
    expect((await world.job(retryId)).agents).toMatchObject([{ agentUuid: 'item1' }]);
  });

  test('waits for no start that its parent had, and keeps the rest of its rollout', async () => {
    const world = worldOf(many(3, bad));
    await world.upgrade({ startAt: later(3600).toISOString(), concurrency: 2, waves: [{ size: 1 }, { size: 2 }] });
    await world.retry();
    await world.clock.run();
    expect((await world.storedJob(retryId)).rollout).toMatchObject({
      startAt: null,
      concurrency: 2,
      waves: [{ size: 1 }, { size: 2 }],
    });
  });

  test('that is simulated looks at those that failed, and sends nothing', async () => {
    const world = worldOf([good, bad]);
    await world.upgrade();
    await world.retry({ simulated: true });
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({
      simulated: true,
      reason: 'SIMULATED',
      agents: [{ agentUuid: 'item1', reason: 'SIMULATED' }],
      allowed: [],
    });
    expect(sentTo(world, retryId)).toEqual([]);
  });

  test('shows its artifact without the signature that its address may have', async () => {
    const world = worldOf([untilFixed]);
    await world.upgrade();
    await world.retry({ artifact: { ...artifact, url: `${artifact.url}?signature=secret` } });
    expect((await world.job(retryId)).artifact).toEqual(artifact);
    await world.clock.run();
    expect((await world.job(retryId)).status).toBe('success');
  });

  test('takes no artifact from where none is allowed', async () => {
    const world = worldOf([untilFixed]);
    await world.upgrade();
    const elsewhere = { ...artifact, url: 'https://elsewhere.example.com/a' };
    await expect(world.retry({ artifact: elsewhere })).rejects.toMatchObject({ code: 'ARTIFACT_SOURCE_NOT_ALLOWED' });
  });

  test('of a job that runs is refused', async () => {
    const world = worldOf([slow]);
    await world.submit();
    await world.pass(30);
    await expect(world.retry()).rejects.toThrow(
      'The job is running. What can be done with it: pause, cancel, rollback.',
    );
  });
});

describe('a rollback of a job that has ended', () => {
  /** Agents 0 and 1 are upgraded from two versions; 2 fails, 3 is there already. */
  const ended = async () => {
    const world = worldOf([good, good, bad, good], { versions: ['1.4.1', '1.4.2', '1.4.2', '1.5.0'] });
    await world.upgrade({ failureThreshold: '100%' });
    expect(versions(world)).toEqual(['1.5.0', '1.5.0', '1.4.2', '1.5.0']);
    return world;
  };

  test('takes exactly the changed agents back, each to its own version from before', async () => {
    const world = await ended();
    await world.rollBack({ note: 'sick' });
    await world.clock.run();
    expect(await world.job(rollbackId)).toMatchObject({
      status: 'success',
      note: 'sick',
      action: 'rollback',
      parentJobId: jobId,
      targetVersion: '1.4.1',
      agents: [
        { agentUuid: 'item0', oldVersion: '1.5.0', newVersion: '1.4.1', reason: 'ROLLED_BACK' },
        { agentUuid: 'item1', oldVersion: '1.5.0', newVersion: '1.4.2', reason: 'ROLLED_BACK' },
      ],
    });
    expect(versions(world)).toEqual(['1.4.1', '1.4.2', '1.4.2', '1.5.0']);
    expect(sentTo(world, rollbackId).sort()).toEqual([nodeId(0), nodeId(1)]);
    expect(world.stores.holds.all()).toEqual([]);
    expect(await world.stores.agents.get('item0')).toMatchObject({ version: '1.4.1' });
  });

  test('is the same job for whoever asks again, also once it has ended', async () => {
    const world = await ended();
    const first = await world.rollBack();
    expect((await world.rollBack({ note: 'again' })).id).toBe(first.id);
    await world.clock.run();
    expect(await world.rollBack()).toMatchObject({ id: rollbackId, phase: 'done', note: null });
    expect(world.states(rollbackId).filter((state) => state === 'Finish the job')).toHaveLength(1);
  });

  test('says before, and in the audit trail, what becomes of it', async () => {
    const world = await ended();
    const takesBack = [
      { agentType: 'demo-agent', recipe: 'package', sentence: expect.stringContaining('version from before') },
    ];
    expect(await world.job()).toMatchObject({ rollback: { jobId: null, takesBack }, allowed: ['retry', 'rollback'] });
    await world.rollBack();
    expect(await world.job(rollbackId)).toMatchObject({ agents: [], takesBack, progress: { percent: 0 } });
    expect(await world.job()).toMatchObject({ rollback: { jobId: rollbackId }, allowed: ['retry'] });
    expect(await eventsOf(world, jobId)).toContainEqual(
      expect.objectContaining({ by: 'operator', reason: 'ROLLED_BACK', phase: 'done' }),
    );
    await world.clock.run();
    expect(await world.job(rollbackId)).toMatchObject({ takesBack, allowed: [] });
  });

  test('fails for a node that no longer keeps the version, and a retry takes up that one', async () => {
    let gone = true;
    const losing = ({ parameters }: Pick<Delivery, 'parameters'>): Script =>
      parameters['Action'] === 'rollback' && gone
        ? { ...bad, outcome: { kind: 'failed', reason: 'NO_PREVIOUS_VERSION' } }
        : good;
    const world = worldOf([good, losing], { versions: ['1.4.2', '1.4.1'] });
    await world.upgrade();
    await world.rollBack();
    await world.clock.run();
    expect((await world.job(rollbackId)).agents).toMatchObject([
      { status: 'success' },
      { reason: 'NO_PREVIOUS_VERSION' },
    ]);
    gone = false;
    await world.retry({}, rollbackId);
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({
      status: 'success',
      action: 'rollback',
      agents: [{ agentUuid: 'item1' }],
    });
    expect(versions(world)).toEqual(['1.4.2', '1.4.1']);
  });

  test('whose workflow broke before it had found its agents is made again by a retry', async () => {
    let broken = false;
    const world = worldOf(many(2), {
      crash: (name, when) => {
        if (broken && name === 'plan-rollout' && when === 'before') throw new Error('broken');
      },
    });
    await world.upgrade();
    broken = true;
    await world.rollBack();
    await world.clock.run();
    expect(await world.job(rollbackId)).toMatchObject({ reason: 'WORKFLOW_FAILED', agents: [], allowed: ['retry'] });
    broken = false;
    await world.retry({}, rollbackId);
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({ status: 'success', action: 'rollback', parentJobId: jobId });
    expect(versions(world)).toEqual(['1.4.2', '1.4.2']);
  });

  test('includes a node that could not be asked, once it is back', async () => {
    const world = worldOf([{ latencyMs: 1, outcome: { kind: 'undeliverable', changes: true } }, bad]);
    await world.submit();
    await world.clock.run(() => world.nodes[0]?.version === '1.5.0');
    world.host.setPingStatus(nodeId(0), 'ConnectionLost');
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([
      { reason: 'NODE_UNREACHABLE' },
      { reason: 'HEALTH_CHECK_FAILED' },
    ]);
    expect(versions(world)).toEqual(['1.5.0', '1.4.2']);
    world.host.setPingStatus(nodeId(0), 'Online');
    for (const node of world.nodes) node.script = good;
    await world.rollBack();
    await world.clock.run();
    expect((await world.job(rollbackId)).agents).toMatchObject([{ agentUuid: 'item0', newVersion: '1.4.2' }]);
    expect(versions(world)).toEqual(['1.4.2', '1.4.2']);
  });

  test('leads to before the first attempt where the second one found its work', async () => {
    let attempts = 0;
    const cutOff = (): Script => {
      attempts++;
      return attempts === 1
        ? { latencyMs: 1, outcome: { kind: 'failed', reason: 'INTERRUPTED', changes: true } }
        : good;
    };
    const world = worldOf([cutOff]);
    await world.upgrade();
    expect((await world.job()).agents).toMatchObject([
      { status: 'success', reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' },
    ]);
    await world.rollBack();
    await world.clock.run();
    expect(versions(world)).toEqual(['1.4.2']);
  });

  test('is refused where nobody was changed, and for a rollback', async () => {
    const nobody = worldOf([bad]);
    await nobody.upgrade();
    await expect(nobody.rollBack()).rejects.toMatchObject({ code: 'NOTHING_TO_ROLL_BACK' });
    expect((await nobody.job()).allowed).toEqual(['retry']);
    const world = await ended();
    await world.rollBack();
    await expect(world.rollBack({}, rollbackId)).rejects.toMatchObject({ code: 'ROLLBACK_OF_ROLLBACK' });
  });

  test('takes over the hold that its parent could not give back', async () => {
    const world = worldOf([good]);
    await world.upgrade();
    const { account, region } = agent(0);
    const node = `${account}:${region}:${nodeId(0)}`;
    const until = later(30 * 86_400);
    await world.stores.holds.acquire({ node, agentType: 'demo-agent', jobId, until }, later(60));
    await world.rollBack();
    await world.clock.run();
    expect((await world.job(rollbackId)).status).toBe('success');
    expect(world.stores.holds.all()).toEqual([]);
  });
});

describe('a rollback of a job that runs', () => {
  const running = async (change: Partial<WorldOptions> = {}) => {
    const world = worldOf([good, good, slow, slow, good, good], change);
    await world.submit({ concurrency: 2 });
    await world.pass(60);
    expect((await world.job()).progress).toMatchObject({ succeeded: 2, running: 2 });
    return world;
  };

  test('ends it first: nothing more is sent, what has not begun to switch is cancelled, then the changed go back', async () => {
    const world = await running();
    expect(await world.rollBack()).toMatchObject({ id: rollbackId, phase: 'planning' });
    expect(await world.job()).toMatchObject({ detail: 'Rolled back by operator.', rollback: { jobId: rollbackId } });
    await world.clock.run();
    const parent = await world.job();
    expect(parent).toMatchObject({ status: 'failed', reason: 'ROLLED_BACK' });
    expect(parent.agents.map(({ reason }) => reason)).toEqual([
      'UPGRADED',
      'UPGRADED',
      'INTERRUPTED',
      'INTERRUPTED',
      'NOT_STARTED',
      'NOT_STARTED',
    ]);
    expect((await world.job(rollbackId)).agents).toMatchObject([
      { agentUuid: 'item0', reason: 'ROLLED_BACK' },
      { agentUuid: 'item1', reason: 'ROLLED_BACK' },
    ]);
    expect(versions(world)).toEqual(Array.from({ length: 6 }, () => '1.4.2'));
    expect((await eventsOf(world, rollbackId)).map(({ reason }) => reason)).toContain('PARENT_ENDING');
    const firstBack = world.host.visibleCommands().find(({ comment }) => comment.startsWith(rollbackId));
    expect(firstBack?.requestedAt).toBeGreaterThanOrEqual(new Date(parent.completedAt ?? 0).getTime());
    expect(world.stores.holds.all()).toEqual([]);
  });

  test('learns which version most agents go back to once it has found them', async () => {
    const world = worldOf(many(2, { latencyMs: 20_000, outcome: { kind: 'lost', changes: true } }));
    await world.submit();
    await world.clock.run(() => world.nodes.every(({ version }) => version === '1.5.0'));
    expect((await world.rollBack()).targetVersion).toBe('previous');
    for (const node of world.nodes) node.script = good;
    await world.clock.run();
    expect(await world.job(rollbackId)).toMatchObject({ status: 'success', targetVersion: '1.4.2' });
  });

  test('wakes one that waits', async () => {
    const world = worldOf(many(3));
    await world.submit({ waves: [{ size: 1, bakeSeconds: 86_400 }, { size: 2 }] });
    await world.pass(120);
    expect(await world.job()).toMatchObject({ phase: 'baking' });
    await world.rollBack();
    await world.pass(120);
    expect(await world.job()).toMatchObject({ phase: 'done', reason: 'ROLLED_BACK' });
    expect(await world.job(rollbackId)).toMatchObject({ status: 'success', agents: [{ agentUuid: 'item0' }] });
  });

  test.each(['rollback-job', 'finish-job'])('is completed where %s crashes in between', async (name) => {
    let crashes = 0;
    const world = await running({
      crash: (functionName, when) => {
        if (functionName === name && when === 'after' && crashes++ === 0) throw new Error('crashed');
      },
    });
    if (name === 'rollback-job') {
      // Written into the parent, and then nothing more: the end of the parent makes the job that was asked for.
      const { jobs } = world.stores;
      const create = jobs.create.bind(jobs);
      jobs.create = () => Promise.reject(new Error('crashed'));
      await expect(world.rollBack({ note: 'sick', rollout: { concurrency: 1 } })).rejects.toThrow('crashed');
      jobs.create = create;
    } else await world.rollBack({ note: 'sick', rollout: { concurrency: 1 } });
    await world.clock.run();
    expect(await world.storedJob(rollbackId)).toMatchObject({
      status: 'success',
      note: 'sick',
      requestedBy: 'operator',
      rollout: { concurrency: 1 },
    });
  });

  test('that changed nobody ends both, and says so', async () => {
    const world = worldOf(many(2));
    await world.submit({ startAt: later(86_400).toISOString() });
    await world.pass(60);
    await world.rollBack();
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'ROLLED_BACK' });
    expect(await world.job(rollbackId)).toMatchObject({ status: 'failed', reason: 'NO_AGENTS', agents: [] });
    expect((await world.rollBack()).id).toBe(rollbackId);
    expect(world.host.visibleCommands()).toEqual([]);
  });
});

describe('a job with onFailure rollback', () => {
  const rollout = { concurrency: 2, failureThreshold: 0, onFailure: 'rollback' };

  test('takes back what it changed once too many have failed', async () => {
    const world = worldOf([good, good, bad, bad, good, good]);
    await world.upgrade(rollout);
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'FAILURE_THRESHOLD',
      rollback: { jobId: rollbackId },
    });
    expect(await world.job(rollbackId)).toMatchObject({
      status: 'success',
      requestedBy: 'operator',
      note: expect.stringContaining('the job bears 0'),
      agents: [
        { agentUuid: 'item0', reason: 'ROLLED_BACK' },
        { agentUuid: 'item1', reason: 'ROLLED_BACK' },
      ],
    });
    expect(versions(world)).toEqual(Array.from({ length: 6 }, () => '1.4.2'));
  });

  test('cancels what had not begun to switch, and names the rollback once it is there', async () => {
    const world = worldOf([good, bad, slow]);
    await world.submit({ ...rollout, concurrency: 3 });
    await world.clock.run(() => world.nodes[0]?.version === '1.5.0');
    await world.pass(15);
    expect(await world.job()).toMatchObject({
      phase: 'running',
      detail: expect.stringContaining('the job bears 0'),
      rollback: { jobId: null },
    });
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([
      {},
      { reason: 'HEALTH_CHECK_FAILED' },
      { reason: 'INTERRUPTED' },
    ]);
    expect((await world.job(rollbackId)).agents).toMatchObject([{ agentUuid: 'item0' }]);
  });

  test('makes no rollback where it changed nobody', async () => {
    const world = worldOf(many(4, bad));
    await world.upgrade(rollout);
    expect(await world.job()).toMatchObject({
      reason: 'FAILURE_THRESHOLD',
      rollback: { jobId: null },
      allowed: ['retry'],
    });
    expect(await world.stores.jobs.get(rollbackId)).toBeUndefined();
  });

  test('is taken back by its end also where its workflow failed', async () => {
    const world = worldOf([good, good, bad, bad], {
      crash: (name, when) => {
        if (name === 'finish-job' && when === 'before') throw new Error('broken for good');
      },
    });
    await world.upgrade(rollout);
    expect(await world.job()).toMatchObject({ phase: 'done', rollback: { jobId: rollbackId } });
    expect(versions(world)).toEqual(Array.from({ length: 4 }, () => '1.4.2'));
  });
});
