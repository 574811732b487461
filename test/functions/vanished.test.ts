import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ScriptedNodeOptions } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { instanceId } from '../fixtures.ts';
import { agentsOnInstances } from './agent-kinds.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld } from './workflow-world.ts';

/* Instances that end once they were sent a command, as where a group replaces those that a bad version makes unhealthy. */

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

/** A world of so many instances; those of these numbers end while their command runs. */
function worldOf(count: number, ending: readonly number[]): WorkflowWorld {
  const script = (index: number): ScriptedNodeOptions['script'] =>
    ending.includes(index)
      ? () => {
          terminate(world, index);
          return { latencyMs: 20_000, outcome: { kind: 'undeliverable' } };
        }
      : { latencyMs: 20_000, outcome: { kind: 'success' } };
  const scripts = Array.from({ length: count }, (_, index) => script(index));
  // The scripts run once the world is there.
  const world: WorkflowWorld = new WorkflowWorld({ template, scripts, kind: agentsOnInstances });
  return world;
}

function terminate(world: WorkflowWorld, index: number): void {
  world.host.setPingStatus(instanceId(index), 'ConnectionLost');
  world.instances.tell(instanceId(index), 'terminated');
}

const sentTo = (world: WorkflowWorld) =>
  world.host
    .visibleCommands()
    .filter(({ comment }) => !comment.endsWith('/report'))
    .flatMap(({ invocations }) =>
      invocations.map(({ instanceId: id }) => world.nodes.findIndex((node) => node.id === id)),
    );

const A_WEEK = 7 * 86_400;
const held = { status: 'running', phase: 'paused', reason: 'WAVE_VANISHED' };

describe('a canary whose instances all end after they were sent', () => {
  const vanishing = async (rollout: object = {}) => {
    const world = worldOf(4, [0, 1]);
    await world.submit({ canary: 2, ...rollout });
    await world.pass(A_WEEK);
    expect(await world.job()).toMatchObject(held);
    expect(sentTo(world)).toEqual([0, 1]);
    return world;
  };

  test('opens no wave by itself, and says how many they were and what can be done', async () => {
    const { detail, allowed } = await (await vanishing()).job();
    expect(detail).toMatch(/^2 of 2 agents .* terminated since\. Resume the job .* or cancel it\.$/);
    expect(allowed).toEqual(['resume', 'cancel', 'rollback']);
  });

  test('opens none either where the job bears every failure', async () => {
    await vanishing({ failureThreshold: '100%' });
  });

  test('opens the next once somebody resumes the job, which is asked for once', async () => {
    const world = await vanishing();
    await world.steer('resume');
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'success', progress: { total: 2, succeeded: 2 } });
    expect((await world.events()).filter(({ reason }) => reason === 'WAVE_VANISHED')).toHaveLength(1);
  });

  test('lets nobody else be touched where somebody cancels the job', async () => {
    const world = await vanishing();
    await world.steer('cancel');
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'CANCELLED' });
    expect(sentTo(world)).toEqual([0, 1]);
    expect(world.stores.holds.all()).toEqual([]);
  });
});

test('whoever resumes a job has forgiven that wave, and none that comes after it', async () => {
  const world = worldOf(6, [0, 1, 2]);
  await world.submit({ waves: [{ size: 1 }, { size: 2 }, { size: '100%' }], failureThreshold: '100%' });
  await world.pass(A_WEEK);
  expect(sentTo(world)).toEqual([0]);
  await world.steer('resume');
  await world.pass(A_WEEK);
  expect(await world.job()).toMatchObject({ ...held, detail: expect.stringMatching(/^2 of 3 agents/) });
  expect(sentTo(world)).toEqual([0, 1, 2]);
});

test.each([
  ['as many as failures are borne: the next wave opens', [0], 'done'],
  ['one more: it waits for somebody', [0, 1], 'paused'],
])('some instances of a wave end, %s', async (_sentence, ending, phase) => {
  const world = worldOf(12, ending);
  await world.submit({ canary: 10, failureThreshold: '10%' });
  await world.pass(A_WEEK);
  expect((await world.job()).phase).toBe(phase);
});

test('instances that end while they are watched count like those that ended before', async () => {
  const world = worldOf(4, []);
  await world.submit({ canary: 2, bakeSeconds: 3600 });
  await world.pass(1800);
  expect(await world.job()).toMatchObject({ phase: 'baking', progress: { succeeded: 2 } });
  for (const index of [0, 1]) terminate(world, index);
  await world.pass(A_WEEK);
  expect(await world.job()).toMatchObject(held);
  expect(sentTo(world)).toEqual([0, 1]);
});

test('a job of one wave ends as before: nothing is left that would open', async () => {
  const world = worldOf(2, [0, 1]);
  await world.upgrade();
  expect(await world.job()).toMatchObject({ status: 'success', reason: 'ALL_EXCLUDED' });
});
