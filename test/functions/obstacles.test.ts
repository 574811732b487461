import { beforeAll, describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { deprecation, jobId, version } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld, type WorldOptions } from './workflow-world.ts';

/* What keeps a job from sending although nobody steered it: freezes, deprecated versions and alarms. */

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const worldOf = (count: number, change: Partial<WorldOptions> = {}) =>
  new WorkflowWorld({ template, scripts: Array.from({ length: count }, () => good), ...change });
const sites: WorldOptions['tags'] = (index) => ({ site: index % 2 === 0 ? 'berlin' : 'paris' });

const upgraded = (world: WorkflowWorld) => world.nodes.filter(({ version }) => version === '1.5.0').length;

async function expectSuccess(world: WorkflowWorld): Promise<void> {
  await world.clock.run();
  expect((await world.job()).status).toBe('success');
  expect(world.stores.holds.all()).toEqual([]);
}

describe('a freeze', () => {
  test('keeps a job from beginning until it is deleted, and says whose it is and why', async () => {
    const world = worldOf(3);
    await world.freeze({ reason: 'Black Friday' });
    await world.submit();
    await world.pass(3 * 86_400);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'paused',
      reason: 'FROZEN',
      detail: 'Sending is frozen for all agents by admin: Black Friday',
    });
    expect(world.host.visibleCommands()).toEqual([]);
    await world.thaw('all');
    await expectSuccess(world);
  });

  test('ends by itself at its time', async () => {
    const world = worldOf(3);
    await world.freeze({ reason: 'a fair', until: '2026-01-16T08:00:00Z' });
    await world.submit();
    await world.pass(86_000);
    expect(upgraded(world)).toBe(0);
    await world.pass(500);
    await expectSuccess(world);
  });

  test('that comes while a wave runs lets what is under way end, and sends no more', async () => {
    const world = worldOf(10);
    await world.submit({ concurrency: 2 });
    await world.pass(30);
    await world.freeze({ reason: 'stop' });
    await world.pass(3600);
    expect(upgraded(world)).toBeGreaterThan(0);
    expect(upgraded(world)).toBeLessThanOrEqual(4);
    expect(await world.job()).toMatchObject({ reason: 'FROZEN', progress: { running: 0, failed: 0 } });
    expect(world.stores.holds.all()).toEqual([]);
    await world.thaw('all');
    await expectSuccess(world);
  });

  test.each([
    ['covers', { tag: 'site', value: 'berlin' }, true],
    ['does not cover', { tag: 'site', value: 'rome' }, false],
  ])('of a tag that %s one of its agents holds a job: %j, %s', async (_, scope, holds) => {
    const world = worldOf(4, { tags: sites });
    await world.freeze({ scope, reason: 'site work' });
    await world.submit();
    await world.pass(3600);
    expect(upgraded(world)).toBe(holds ? 0 : 4);
    if (holds) expect((await world.job()).detail).toBe('Sending is frozen for site=berlin by admin: site work');
    if (holds) await world.thaw('tag:site=berlin');
    await expectSuccess(world);
  });

  test('of a job that is cancelled meanwhile does not keep it from ending', async () => {
    const world = worldOf(2);
    await world.freeze({ reason: 'stop' });
    await world.submit();
    await world.pass(60);
    await world.steer('cancel');
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'CANCELLED' });
  });
});

describe('a version that is deprecated', () => {
  test('while a wave runs lets what is under way end, and sends no more until it is active again', async () => {
    const world = worldOf(10);
    await world.submit({ concurrency: 2 });
    await world.pass(30);
    await world.deprecate('it leaks');
    await world.pass(3 * 86_400);
    expect(upgraded(world)).toBeGreaterThan(0);
    expect(upgraded(world)).toBeLessThanOrEqual(4);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'paused',
      reason: 'VERSION_DEPRECATED',
      detail: 'demo-agent 1.5.0 was deprecated by admin: it leaks',
      progress: { running: 0, failed: 0 },
      allowed: ['pause', 'cancel', 'rollback'],
    });
    expect(world.stores.holds.all()).toEqual([]);
    await world.activate();
    await expectSuccess(world);
  });

  test('is nothing that a new job can go to: each agent is told why', async () => {
    const world = worldOf(2);
    await world.register();
    await world.deprecate('it leaks');
    await world.upgrade();
    const { status, agents } = await world.job();
    expect(status).toBe('failed');
    for (const agent of agents)
      expect(agent).toMatchObject({
        reason: 'VERSION_DEPRECATED',
        error: 'demo-agent 1.5.0 was deprecated by admin: it leaks',
      });
    expect(world.host.visibleCommands()).toEqual([]);
  });

  test('does not keep a job from being cancelled', async () => {
    const world = worldOf(4);
    await world.submit({ concurrency: 1 });
    await world.pass(30);
    await world.deprecate('it leaks');
    await world.pass(3600);
    await world.steer('cancel');
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'CANCELLED' });
  });

  test('is where a rollback may go: it is the way back', async () => {
    const world = worldOf(2, { versions: ['1.4.2', '1.4.2'] });
    await world.upgrade();
    await world.stores.catalogue.publish({ ...version, version: '1.4.2' });
    await world.stores.catalogue.deprecate('demo-agent', '1.4.2', deprecation);
    await world.rollBack();
    await world.clock.run();
    expect(await world.job(rollbackIdOf(jobId))).toMatchObject({ status: 'success', targetVersion: '1.4.2' });
  });

  test('of a job that is held there, too, is taken back', async () => {
    const world = worldOf(4);
    await world.submit({ concurrency: 1 });
    await world.pass(30);
    await world.deprecate('it leaks');
    await world.pass(3600);
    expect(upgraded(world)).toBeGreaterThan(0);
    await world.rollBack();
    await world.clock.run();
    expect(upgraded(world)).toBe(0);
    expect((await world.job(rollbackIdOf(jobId))).status).toBe('success');
  });
});

describe('an alarm of a job', () => {
  const rollout = { waves: [{ size: 1, bakeSeconds: 600 }, { size: 3 }], alarms: ['errors', 'latency'] };

  async function worldWith(states: Readonly<Record<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>>) {
    const world = worldOf(4);
    for (const [name, state] of Object.entries(states)) world.alarms.set(name, state);
    await world.submit(rollout);
    return world;
  }

  test('that is quiet, or has no data yet, keeps nobody', async () => {
    await expectSuccess(await worldWith({ errors: 'OK', latency: 'INSUFFICIENT_DATA' }));
  });

  test('in ALARM before the first wave pauses the job, and says which', async () => {
    const world = await worldWith({ errors: 'OK', latency: 'ALARM' });
    await world.pass(86_400);
    expect(await world.job()).toMatchObject({ phase: 'paused', reason: 'ALARM', detail: 'In ALARM: latency.' });
    expect(upgraded(world)).toBe(0);
    await world.steer('resume');
    await world.pass(3600);
    expect(await world.job()).toMatchObject({ phase: 'paused', reason: 'ALARM' });
    world.alarms.set('latency', 'OK');
    await world.steer('resume');
    await expectSuccess(world);
  });

  test('that goes off while the canary is watched pauses the job at the end of the bake', async () => {
    const world = await worldWith({ errors: 'OK', latency: 'OK' });
    await world.pass(300);
    world.alarms.set('errors', 'ALARM');
    await world.pass(86_400);
    expect(await world.job()).toMatchObject({ phase: 'paused', reason: 'ALARM', detail: 'In ALARM: errors.' });
    expect(upgraded(world)).toBe(1);
    await world.steer('cancel');
    await world.clock.run();
    expect((await world.job()).progress).toMatchObject({ succeeded: 1, failed: 3 });
  });

  test('that does not exist stops, too', async () => {
    const world = await worldWith({ errors: 'OK' });
    await world.pass(3600);
    expect(await world.job()).toMatchObject({
      phase: 'paused',
      reason: 'ALARM_UNREADABLE',
      detail: 'CloudWatch knows no alarm latency.',
    });
    expect(upgraded(world)).toBe(0);
  });

  test('that cannot be read stops, too', async () => {
    const world = worldOf(4);
    world.alarms.failure = new Error('AccessDenied');
    await world.submit(rollout);
    await world.pass(3600);
    expect(await world.job()).toMatchObject({
      reason: 'ALARM_UNREADABLE',
      detail: 'The alarms could not be read: AccessDenied',
    });
    expect(upgraded(world)).toBe(0);
  });
});

describe('documents whose version cannot be learned', () => {
  test.each(['ThrottlingException', 'AccessDenied'])(
    'for %s keep a job waiting for hours, and do not end it',
    async (failure) => {
      const world = worldOf(2);
      world.documents.failure = new Error(failure);
      await world.submit();
      await world.pass(4 * 3600);
      expect(await world.job()).toMatchObject({ completedAt: null });
      expect(upgraded(world)).toBe(0);
      world.documents.failure = undefined;
      await world.clock.run();
      expect(await world.job()).toMatchObject({ status: 'success' });
    },
  );

  test('do not keep a job from being cancelled', async () => {
    const world = worldOf(2);
    world.documents.failure = new Error('AccessDenied');
    await world.submit();
    await world.pass(3600);
    await world.steer('cancel');
    await world.pass(300);
    expect(await world.job()).toMatchObject({ phase: 'done', reason: 'CANCELLED' });
  });
});
