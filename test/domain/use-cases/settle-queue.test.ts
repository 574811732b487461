import { beforeEach, expect, test } from '@jest/globals';
import { closeGate, holdGate, type Job } from '../../../functions/domain/job.ts';
import type { Queue } from '../../../functions/domain/queues.ts';
import { settleQueue } from '../../../functions/domain/use-cases/settle-queue.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { jobId } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(1);
});

const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
const settle = (queue: Queue, polls = 4) => settleQueue(world.ports, jobId, queue, polls, world.now);
const change = async (how: (job: Job) => Job) => {
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save(how(job));
};

test('while its first batch runs, the queue waits for that one', async () => {
  await send();
  expect(await settle([0, 1, 2])).toEqual({ next: 'poll', waitSeconds: 240, polls: 5, queue: [0, 1, 2] });
});

test('once its first batch is settled, the next one is sent at once, and its polls count from 0', async () => {
  await send();
  await world.result(0);
  expect(await settle([0, 1, 2])).toEqual({ next: 'send', waitSeconds: 1, polls: 0, queue: [1, 2] });
});

test('once its last batch is settled, the queue is done', async () => {
  await send();
  await world.result(0);
  expect(await settle([0])).toMatchObject({ next: 'done', queue: [0] });
});

test('a batch that is to be tried again keeps its place at the head', async () => {
  await send();
  await world.result(0, { outcome: 'failed', reason: 'DOWNLOAD_FAILED', newVersion: '1.4.2' });
  expect(await settle([0, 1])).toEqual({ next: 'send', waitSeconds: 240, polls: 5, queue: [0, 1] });
});

test.each<[string, (job: Job) => Job]>([
  ['held', (job) => holdGate(job, 'PAUSED', 'why')],
  ['closed', (job) => closeGate(job, 'CANCELLED', 'why')],
])(
  'where the gate is %s, the first batch is not sent, and the rest of the queue is left to the next pass',
  async (_state, shut) => {
    await change(shut);
    await send();
    expect((await world.batch()).state).toBe('planned');
    expect(await settle([0, 1, 2])).toMatchObject({ next: 'done' });
    expect(world.commands.sent).toEqual([]);
  },
);
