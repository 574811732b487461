import { beforeAll, describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { jobId } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld, type WorldOptions } from './workflow-world.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);
const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const rollbackId = rollbackIdOf(jobId);
const worldOf = (scripts: WorldOptions['scripts'], change: Partial<WorldOptions> = {}) =>
  new WorkflowWorld({ template, scripts, ...change });
const many = (count: number, script: WorldOptions['scripts'][number] = good) =>
  Array.from({ length: count }, () => script);

describe('a rollback takes back every agent that may be changed', () => {
  const interrupted: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'INTERRUPTED', changes: true } };

  test('also one that was interrupted behind its switch, where another failure ends the job before its second attempt', async () => {
    const world = worldOf([
      interrupted,
      { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'CHECKSUM_MISMATCH' } },
    ]);
    await world.upgrade({ failureThreshold: 0, onFailure: 'rollback' });
    expect((await world.job()).agents).toMatchObject([{ reason: 'INTERRUPTED' }, { reason: 'CHECKSUM_MISMATCH' }]);
    expect((await world.job(rollbackId)).agents).toMatchObject([{ agentUuid: 'item0', reason: 'ROLLED_BACK' }]);
    expect(world.nodes.map(({ version }) => version)).toEqual(['1.4.2', '1.4.2']);
  });

  test('also one whose second attempt finds the work of the first', async () => {
    const world = worldOf([interrupted]);
    await world.upgrade();
    expect((await world.job()).agents).toMatchObject([
      { reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' },
    ]);
    await world.rollBack();
    await world.clock.run();
    expect(world.nodes[0]?.version).toBe('1.4.2');
  });

  test('also one whose second attempt could not be sent', async () => {
    const world: WorkflowWorld = worldOf([interrupted]);
    await world.submit();
    await world.pass(10);
    await world.steer('pause');
    await world.pass(60);
    await world.steer('cancel');
    await world.clock.run();
    expect(world.nodes[0]?.version).toBe('1.5.0');
    await expect(world.rollBack()).resolves.toBeDefined();
  });

  test('also one that is broken and no longer tells its version', async () => {
    const world: WorkflowWorld = worldOf([
      () => {
        const [node] = world.nodes;
        if (node) node.version = null;
        return { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'ROLLBACK_FAILED' } };
      },
      good,
    ]);
    await world.upgrade();
    expect((await world.job()).agents[0]).toMatchObject({ reason: 'ROLLBACK_FAILED', newVersion: null });
    await world.rollBack();
    await world.clock.run();
    expect((await world.job(rollbackId)).agents.map(({ agentUuid }) => agentUuid)).toEqual(['item0', 'item1']);
  });
});

test('a failure that may pass does not end a job whose second attempt would succeed', async () => {
  let count = 0;
  const once = (): Script =>
    ++count === 1 ? { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'DOWNLOAD_FAILED' } } : good;
  const world = worldOf([once, ...many(3)]);
  await world.upgrade({ canary: 1, waves: undefined, failureThreshold: 0 });
  expect((await world.job()).agents.map(({ reason }) => reason)).toEqual([
    'UPGRADED',
    'UPGRADED',
    'UPGRADED',
    'UPGRADED',
  ]);
});

test.each([
  [800, 10, 60, 20],
  [800, 10, 60, 300],
])(
  '%i agents in %i waves with a bake of %i s, each taking %i s, come to their end',
  async (agents, waves, bakeSeconds, seconds) => {
    const world = worldOf(many(agents, { latencyMs: seconds * 1000, outcome: { kind: 'success' } }));
    await world.upgrade({
      waves: Array.from({ length: waves }, () => ({ size: `${100 / waves}%`, bakeSeconds })),
    });
    await world.reconcile();
    await world.clock.run();
    const job = await world.job();
    expect(job).toMatchObject({ status: 'success' });
  },
  300_000,
);
