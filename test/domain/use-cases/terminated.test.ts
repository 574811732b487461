import { beforeEach, describe, expect, test } from '@jest/globals';
import { jobAnswer } from '../../../functions/answers.ts';
import { type BatchAgent, updateAgents } from '../../../functions/domain/batch.ts';
import type { Job } from '../../../functions/domain/job.ts';
import { agentResults, progressOf } from '../../../functions/domain/results.ts';
import { finishJob } from '../../../functions/domain/use-cases/finish-job.ts';
import { jobFacts } from '../../../functions/domain/use-cases/job-facts.ts';
import { settleBatch } from '../../../functions/domain/use-cases/settle-batch.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryAlarms } from '../../fakes/memory-alarms.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { agentTypes, batch, cursors, jobId, now } from '../../fixtures.ts';

/* A job of two agents on EC2 instances, both of which reported a version before; the second instance has ended. */

const instanceId = (index: number): string => `i-${index.toString(16).padStart(17, '0')}`;
const onInstances = (agent: BatchAgent, index: number): BatchAgent => ({
  ...agent,
  node: `111122223333:eu-west-1:${instanceId(index + 1)}`,
  oldVersion: '1.4.2',
});

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  await world.withBatch(2, { agents: batch(2).agents.map(onInstances) });
  world.instances.tell(instanceId(1), 'running');
  end('terminated');
});

/** The second instance is as EC2 says, and Systems Manager does not know it any more. */
function end(state: string | undefined): void {
  world.commands.connect(instanceId(2), undefined);
  world.instances.known.delete(instanceId(2));
  if (state !== undefined) world.instances.tell(instanceId(2), state);
}

const storedJob = async (): Promise<Job> => {
  const job = await world.ports.jobs.get(jobId);
  if (job === undefined) throw new Error('There is no job.');
  return job;
};
const change = async (to: Partial<Job>) => world.ports.jobs.save({ ...(await storedJob()), ...to });
const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
const settle = () => settleBatch(world.ports, jobId, 0, 0, world.now);
const second = async () => (await world.batch()).agents[1];

describe('an agent whose instance has ended before it is sent', () => {
  test.each([
    ['terminated', 'excluded', 'NODE_TERMINATED'],
    ['shutting-down', 'excluded', 'NODE_TERMINATED'],
    [undefined, 'excluded', 'NODE_TERMINATED'],
    ['stopped', 'failed', 'NODE_NOT_MANAGED'],
    ['running', 'failed', 'NODE_NOT_MANAGED'],
  ])('by the word of EC2 (%s) is %s with %s', async (state, status, reason) => {
    end(state);
    await send();
    expect(await second()).toMatchObject({ status, reason, held: false, attempts: 0 });
    expect(world.commands.sent[0]?.request.nodeIds).toEqual([instanceId(1)]);
  });

  test('although Systems Manager still lists it', async () => {
    world.commands.connect(instanceId(2), 'offline');
    await send();
    expect(await second()).toMatchObject({ status: 'excluded', reason: 'NODE_TERMINATED' });
  });

  test('fails all the same where nobody ever heard of it: its name may be wrong', async () => {
    end(undefined);
    await world.ports.batches.save(updateAgents(await world.batch(), (agent) => ({ ...agent, oldVersion: null })));
    await send();
    expect(await second()).toMatchObject({ status: 'failed', reason: 'NODE_NOT_MANAGED' });
  });

  test('is excluded from a simulated job, too', async () => {
    await change({ simulated: true });
    await send();
    expect(await second()).toMatchObject({ status: 'excluded', reason: 'NODE_TERMINATED' });
  });

  test('ends the wait of a job that waits for nodes', async () => {
    await change({ offlineSeconds: 36_000 });
    world.commands.connect(instanceId(2), 'offline');
    world.instances.tell(instanceId(2), 'stopped');
    await send();
    await world.result(0);
    await settle();
    const facts = async () => jobFacts({ ...world.ports, alarms: new MemoryAlarms() }, await storedJob(), world.now);
    expect((await facts()).reachable).toEqual(new Set());
    end('terminated');
    expect((await facts()).reachable).toEqual(new Set([0]));
  });
});

describe('an agent whose instance ends after it was sent', () => {
  beforeEach(async () => {
    world.commands.connect(instanceId(2), 'online');
    await send();
    await world.result(0);
    await world.silence(1, 'Undeliverable');
    end('terminated');
  });

  test('is excluded at once, counts for no threshold and is free for others', async () => {
    await change({ rollout: { ...(await storedJob()).rollout, failureThreshold: 0 } });
    expect(await settle()).toMatchObject({ next: 'done' });
    expect(await second()).toMatchObject({ status: 'excluded', reason: 'NODE_TERMINATED', held: false });
    expect((await storedJob()).gate.state).toBe('open');
  });

  test('is outside of the totals and of the success of the job', async () => {
    await settle();
    const done = await finishJob(world.ports, jobId, world.now);
    expect(done).toMatchObject({ status: 'success', reason: 'ALL_SUCCEEDED' });
    const chunks = await world.ports.jobs.targetChunks(done);
    const answer = jobAnswer(done, chunks, [await world.batch()], { agentTypes, cursors }, now);
    expect(answer.agents.map(({ agentUuid }) => agentUuid)).toEqual(['item1']);
    expect(answer.excluded).toMatchObject([{ agentUuid: 'item2', reason: 'NODE_TERMINATED' }]);
    expect(answer.progress).toMatchObject({ total: 1, succeeded: 1, failed: 0, percent: 100 });
  });
});

test('a job all of whose instances have ended is a success, and says why', async () => {
  world.instances.tell(instanceId(1), 'terminated');
  world.commands.connect(instanceId(1), undefined);
  await send();
  await settle();
  expect(await finishJob(world.ports, jobId, world.now)).toMatchObject({ status: 'success', reason: 'ALL_EXCLUDED' });
  const job = await storedJob();
  const results = agentResults(job, await world.ports.jobs.targetChunks(job), [await world.batch()]);
  expect(progressOf(results)).toMatchObject({ total: 0, percent: 0 });
});

test('an instance that ends during the bake is not one that became unhealthy', async () => {
  world.commands.connect(instanceId(2), 'online');
  await send();
  await world.result(0);
  await world.result(1);
  await settle();
  end('terminated');
  const settled = await world.batch();
  await world.ports.batches.save({
    ...settled,
    state: 'verifying',
    verifyUntil: new Date(world.now.getTime() + 600_000).toISOString(),
  });
  expect((await settle()).next).toBe('poll');
  expect(await second()).toMatchObject({ status: 'excluded', reason: 'NODE_TERMINATED' });
  await world.report(0, { version: '1.5.0' });
  expect((await settle()).next).toBe('done');
});
