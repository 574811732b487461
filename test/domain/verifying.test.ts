import { beforeEach, describe, expect, test } from '@jest/globals';
import { attemptId, type Batch, end, start, updateAgents } from '../../functions/domain/batch.ts';
import type { Job } from '../../functions/domain/job.ts';
import { settleBatch } from '../../functions/domain/use-cases/settle-batch.ts';
import { upgradeAgents } from '../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../fakes/memory-world.ts';
import { agent, batch, jobId, later, nodeId, pace } from '../fixtures.ts';

const upgraded = (count: number): Batch =>
  updateAgents({ ...batch(count), state: 'settled' }, (each) =>
    end(start(each), { reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' }),
  );

let world: MemoryWorld;

/** A settled batch of two upgraded agents whose wave's bake ends in an hour. */
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(2, upgraded(2));
  await change({ bake: { wave: 0, until: later(3600).toISOString() } });
});

async function change(changed: Partial<Job>): Promise<void> {
  const job = await world.ports.jobs.get(jobId);
  if (job === undefined) throw new Error('There is no job.');
  await world.ports.jobs.save({ ...job, ...changed });
}

const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
const settle = async () => (await settleBatch(world.ports, jobId, 0, 0, world.now)).next;

/** The bake is over, and the nodes are being asked. */
async function asked(): Promise<void> {
  world.pass(3600);
  await send();
  expect(await settle()).toBe('poll');
}

const statuses = async () => (await world.batch()).agents.map(({ status, reason }) => `${status} ${reason}`);

describe('at the end of a bake', () => {
  test('the nodes are asked, and no sooner', async () => {
    await send();
    expect((await world.batch()).state).toBe('settled');
    world.pass(3600);
    await send();
    expect((await world.batch()).state).toBe('verifying');
    expect(world.workflow.woken).toEqual(['token', 'token']);
  });

  test('agents that still run the target version, healthy, stay a success', async () => {
    await asked();
    await world.report(0, { version: '1.5.0' });
    await world.report(1, { version: '1.5.0' });
    expect(await settle()).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'settled', verified: true });
    expect(await statuses()).toEqual(['success UPGRADED', 'success UPGRADED']);
  });

  test.each([
    ['is no longer healthy', { version: '1.5.0', healthy: false }, '1.5.0'],
    ['runs another version again', { version: '1.4.2' }, '1.4.2'],
    ['runs no version', { version: null }, '1.5.0'],
  ])('one that %s is failed after all', async (_, report, newVersion) => {
    await asked();
    await world.report(0, { version: '1.5.0' });
    await world.report(1, report);
    expect(await settle()).toBe('done');
    expect(await statuses()).toEqual(['success UPGRADED', 'failed UNHEALTHY_AFTER_BAKE']);
    expect((await world.batch()).agents[1]?.newVersion).toBe(newVersion);
  });

  test('such a failure crosses the threshold: the job sends no more', async () => {
    const job = await world.ports.jobs.get(jobId);
    if (job !== undefined) await change({ rollout: { ...job.rollout, failureThreshold: 0 } });
    await asked();
    await world.report(0, { version: '1.5.0', healthy: false });
    await settle();
    expect((await world.ports.jobs.get(jobId))?.gate).toMatchObject({ state: 'closed', reason: 'FAILURE_THRESHOLD' });
  });

  test('one that does not answer is asked again, and after a time it is failed', async () => {
    await asked();
    await world.report(0, { version: '1.5.0' });
    world.commands.answer('report', nodeId(2), 'Delivery Timed Out');
    expect(await settle()).toBe('poll');
    world.pass(pace.deliverySeconds + pace.preparationSeconds + 1);
    expect(await settle()).toBe('done');
    expect(await statuses()).toEqual(['success UPGRADED', 'failed NODE_UNREACHABLE']);
  });

  test('what the nodes say is in the inventory', async () => {
    await world.ports.agents.register(agent(2));
    await asked();
    await world.report(0, { version: '1.5.0' });
    await world.report(1, { version: '1.4.2' });
    await settle();
    expect((await world.ports.agents.get('item2'))?.version).toBe('1.4.2');
  });

  test('an agent that failed before is not asked', async () => {
    const stored = await world.batch();
    await world.ports.batches.save(
      updateAgents(stored, (each) =>
        each.agentUuid === 'item2' ? end(each, { reason: 'CHECKSUM_MISMATCH' }) : undefined,
      ),
    );
    await asked();
    await world.report(0, { version: '1.5.0' });
    expect(await settle()).toBe('done');
    expect(attemptId(stored)).toBe(`${jobId}.0.1`);
  });
});
