import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { synthesizedTemplate } from '../functions/synthesized-template.ts';
import { WorkflowWorld } from '../functions/workflow-world.ts';
import { releasedThings } from './released.ts';

/*
 * An execution keeps the definition that it began with, and calls the functions that are deployed when it comes to them: today's functions
 * take what the last release's definition gives them, and answer what its choices read.
 */

let template: Template;
beforeAll(async () => {
  const today = await synthesizedTemplate();
  const definition: unknown = JSON.parse(releasedThings().definition);
  template = { ...today, stateMachines: today.stateMachines.map((machine) => ({ ...machine, definition })) };
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'HEALTH_CHECK_FAILED' } };
const many = (count: number, script = good) => Array.from({ length: count }, () => script);
const worldOf = (scripts: readonly Script[]) => new WorkflowWorld({ template, scripts });
const A_DAY = 86_400;

describe("with the last release's definition", () => {
  test('a canary, its bake, and all others', async () => {
    const world = worldOf(many(12));
    await world.upgrade({ canary: 1, bakeSeconds: 600 });
    expect(await world.job()).toMatchObject({ status: 'success', progress: { succeeded: 12 } });
  });

  test('batches in children', async () => {
    const world = worldOf(many(60));
    await world.upgrade({ concurrency: 5 });
    expect(world.states()).toContain('Upgrade many batches');
    expect(await world.job()).toMatchObject({ status: 'success', progress: { succeeded: 60 } });
  });

  test('a job that fails too much', async () => {
    const world = worldOf([bad, ...many(11)]);
    await world.upgrade({ canary: 1, bakeSeconds: 600, failureThreshold: 0 });
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'FAILURE_THRESHOLD' });
  });

  test('a pause, over which a day goes, and a resume', async () => {
    const world = worldOf(many(12));
    await world.submit({ canary: 1, bakeSeconds: 600 });
    await world.steer('pause');
    await world.pass(A_DAY);
    expect(await world.job()).toMatchObject({ phase: 'paused' });
    await world.steer('resume');
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'success' });
  });

  test('a function that fails for good: the job ends, and says so', async () => {
    const crash = (name: string) => {
      if (name === 'decide-next') throw new Error('broken');
    };
    const world = new WorkflowWorld({ template, scripts: many(3), crash });
    await world.upgrade();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'WORKFLOW_FAILED' });
  });
});
