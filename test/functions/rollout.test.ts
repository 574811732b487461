import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld } from './workflow-world.ts';

/* Rollouts as a newcomer gets them, and the ends of bakes, on the deployed state machine and a virtual clock. */

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'HEALTH_CHECK_FAILED' } };
const many = (count: number, script = good) => Array.from({ length: count }, () => script);
const worldOf = (scripts: readonly Script[]) => new WorkflowWorld({ template, scripts });

/** As the product does where the caller asks for nothing: no waves, no threshold. */
const nothingAsked = { waves: undefined, failureThreshold: undefined };

const versions = (world: WorkflowWorld) => world.nodes.map(({ version }) => version);
const reasons = async (world: WorkflowWorld) => (await world.job()).agents.map(({ reason }) => reason);
const trail = async (world: WorkflowWorld) => (await world.events()).map(({ by, reason }) => `${by ?? '-'} ${reason}`);

describe('a rollout that nobody planned', () => {
  test('begins with a small canary, doubles, and watches each wave', async () => {
    const world = worldOf(many(12));
    await world.upgrade(nothingAsked);
    expect(await world.job()).toMatchObject({
      status: 'success',
      waves: [
        { agents: 1, bakeSeconds: 300, failureThreshold: 0 },
        { agents: 2, bakeSeconds: 300, failureThreshold: '2%' },
        { agents: 4, bakeSeconds: 300, failureThreshold: '2%' },
        { agents: 5, bakeSeconds: 0, failureThreshold: '2%' },
      ],
    });
    expect(await trail(world)).toEqual([
      'operator SUBMITTED',
      '- WAVE_RUNNING',
      ...[1, 2, 3].flatMap(() => ['- BAKING', '- VERIFYING', '- WAVE_RUNNING']),
      '- ALL_SUCCEEDED',
    ]);
  });

  test('stops at the first failure of its canary: nobody else is touched', async () => {
    const world = worldOf([bad, ...many(999)]);
    await world.upgrade(nothingAsked);
    const { reason, detail, progress } = await world.job();
    expect(reason).toBe('FAILURE_THRESHOLD');
    expect(detail).toMatch(/^1 of \d+ agents failed, and the job bears 0\.$/);
    expect(progress).toMatchObject({ succeeded: 9, failed: 991 });
    expect(versions(world).filter((version) => version === '1.5.0')).toHaveLength(9);
  });

  test('bears 2% once the canary is through, and no more', async () => {
    const failing = (share: number) =>
      Array.from({ length: 1_000 }, (_, index) => (index >= 10 && index % 100 < share ? bad : good));
    const [within, over] = [worldOf(failing(1)), worldOf(failing(3))];
    await within.upgrade(nothingAsked);
    await over.upgrade(nothingAsked);
    expect(await within.job()).toMatchObject({ reason: 'SOME_FAILED', progress: { succeeded: 991, failed: 9 } });
    expect(await over.job()).toMatchObject({ reason: 'FAILURE_THRESHOLD' });
    expect(versions(over).filter((version) => version === '1.5.0').length).toBeLessThan(1_000 - 30);
  });
});

describe('the end of a bake', () => {
  const canary = { canary: 2, bakeSeconds: 3600 };

  test('opens the next wave where the canary is still well', async () => {
    const world = worldOf(many(4));
    await world.upgrade(canary);
    expect((await world.job()).status).toBe('success');
  });

  test.each([
    ['fell ill', (world: WorkflowWorld) => Object.assign(world.nodes[1] ?? {}, { healthy: false })],
    ['went back by itself', (world: WorkflowWorld) => Object.assign(world.nodes[1] ?? {}, { version: '1.4.2' })],
  ])('opens no wave after a canary that %s meanwhile', async (_, happen) => {
    const world = worldOf(many(4));
    await world.submit({ ...canary, failureThreshold: 0 });
    await world.pass(1800);
    expect(await world.job()).toMatchObject({ phase: 'baking', progress: { succeeded: 2 } });
    happen(world);
    await world.clock.run();
    expect(await reasons(world)).toEqual(['UPGRADED', 'UNHEALTHY_AFTER_BAKE', 'NOT_STARTED', 'NOT_STARTED']);
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'FAILURE_THRESHOLD' });
    expect(versions(world).slice(2)).toEqual(['1.4.2', '1.4.2']);
    expect(world.stores.holds.all()).toEqual([]);
  });
});

describe('a job that somebody has to approve', () => {
  test('sends nothing before, then runs', async () => {
    const world = worldOf(many(3));
    await world.submit({ approval: true });
    await world.pass(3 * 86_400);
    expect(await world.job()).toMatchObject({
      status: 'pending',
      phase: 'awaiting-approval',
      reason: 'AWAITING_APPROVAL',
    });
    expect(world.host.visibleCommands()).toEqual([]);
    await world.steer('approve', 'ann');
    await world.clock.run();
    expect((await world.job()).status).toBe('success');
    expect(await trail(world)).toEqual([
      'operator SUBMITTED',
      '- AWAITING_APPROVAL',
      'ann APPROVED',
      '- WAVE_RUNNING',
      '- ALL_SUCCEEDED',
    ]);
  });

  test('after its canary holds there, and the rest waits', async () => {
    const world = worldOf(many(3));
    await world.submit({ canary: 1, approval: 'after-canary' });
    await world.pass(5);
    await expect(world.steer('approve', 'ann')).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await world.pass(86_400);
    expect(await world.job()).toMatchObject({
      status: 'running',
      phase: 'awaiting-approval',
      progress: { succeeded: 1 },
    });
    await world.steer('approve', 'ann');
    await world.clock.run();
    expect((await world.job()).status).toBe('success');
  });

  test('is not approved by whoever asked for it', async () => {
    const world = worldOf(many(1));
    await world.submit({ approval: true });
    await world.pass(60);
    await expect(world.steer('approve', 'operator')).rejects.toMatchObject({ code: 'APPROVER_IS_REQUESTER' });
    await world.steer('cancel');
    await world.clock.run();
    expect(await reasons(world)).toEqual(['NOT_STARTED']);
  });

  test('is approved once, and a job that needs none never', async () => {
    const world = worldOf(many(1));
    await world.submit({ approval: true, startAt: '2026-01-16T08:00:00Z' });
    await world.pass(60);
    await world.steer('approve', 'ann');
    await expect(world.steer('approve', 'bob')).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await world.pass(60);
    expect(await world.job()).toMatchObject({ phase: 'scheduled', reason: 'SCHEDULED' });
    await world.clock.run();
    expect((await world.job()).status).toBe('success');
  });
});
