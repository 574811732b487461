import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Batch, end, start, updateAgents } from '../../../functions/domain/batch.ts';
import type { Job } from '../../../functions/domain/job.ts';
import { tallyOf } from '../../../functions/domain/threshold.ts';
import {
  lookOnceMore,
  stopWhereTooManyFailed,
} from '../../../functions/domain/use-cases/stop-where-too-many-failed.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { batch, jobId, plannedJob } from '../../fixtures.ts';

const LARGE = 41;

const sent = (number: number): Batch => ({ ...updateAgents(batch(5), start), number, state: 'sent' });
/** So many of the five agents failed, the others run. */
const failing = (number: number, failed: number): Batch => {
  const batch = sent(number);
  const gone = new Set(batch.agents.slice(0, failed));
  return updateAgents(batch, (agent) => (gone.has(agent) ? end(agent, { reason: 'HEALTH_CHECK_FAILED' }) : undefined));
};

let world: MemoryWorld;
let lists: number;
beforeEach(() => {
  world = new MemoryWorld();
  lists = 0;
});

/** A job with waves of so many batches that bears three failures, and in its canary none. */
async function stored(...waves: number[]): Promise<Job> {
  const planned = plannedJob(
    waves.reduce((sum, size) => sum + size, 0),
    {},
    waves,
  );
  const job = { ...planned, rollout: { ...planned.rollout, failureThreshold: 3, canaryThreshold: 0 } };
  await world.ports.jobs.create(job, []);
  return job;
}

const stop = async (job: Job, before: Batch, after: Batch) => {
  const batches = new Proxy(world.ports.batches, {
    get: (target, name) => {
      if (name === 'list') lists += 1;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const ports = { jobs: world.ports.jobs, batches };
  await stopWhereTooManyFailed(ports, job, before, after, world.now);
  return async () => lookOnceMore(ports, job, before, after, world.now);
};
const gate = async () => (await world.ports.jobs.get(jobId))?.gate.state;
const kept = () => world.ports.batches.tallies(jobId, LARGE);

describe('a job of more than 40 batches', () => {
  test('goes on at the last failure that it bears, and stops at the next one in another batch', async () => {
    const job = await stored(LARGE);
    await stop(job, sent(7), failing(7, 3));
    expect(await gate()).toBe('open');
    await stop(job, sent(9), failing(9, 1));
    expect(await gate()).toBe('closed');
  });

  test('and that was begun before there were tallies counts the failures from then, too', async () => {
    const job = { ...(await stored(LARGE)), tallied: false };
    await world.ports.jobs.save(job);
    for (const one of [failing(7, 3), sent(9)]) await world.ports.batches.create(one);
    await stop(job, sent(9), failing(9, 1));
    expect(await gate()).toBe('closed');
  });

  test('reads no batch for that, neither before the write nor behind it', async () => {
    const job = await stored(LARGE);
    const again = await stop(job, sent(7), failing(7, 3));
    await again();
    expect(lists).toBe(0);
  });

  test('stops where two batches come to one failure too many at the same moment', async () => {
    const job = await stored(LARGE);
    await Promise.all([stop(job, sent(7), failing(7, 2)), stop(job, sent(9), failing(9, 2))]);
    expect(await gate()).toBe('closed');
  });

  test('keeps the tally of those that succeeded, too: a percent is of all that have finished', async () => {
    const job = await stored(LARGE);
    const good = updateAgents(sent(3), (agent) => end(agent, { reason: 'UPGRADED' }));
    await stop(job, sent(3), good);
    expect(await kept()).toEqual([tallyOf([good])]);
  });

  test('counts a failure that sending it again came to, once the batch has ended', async () => {
    const job = await stored(LARGE);
    await stop(job, failing(3, 5), failing(3, 5));
    expect(await kept()).toEqual([{ finished: 5, failed: 5, vanished: 0 }]);
  });

  test('keeps no tally where nothing has changed', async () => {
    const job = await stored(LARGE);
    await stop(job, failing(3, 1), failing(3, 1));
    expect(await kept()).toEqual([]);
  });

  test('reads the batches in its canary, which has a threshold of its own until another wave has begun', async () => {
    const job = await stored(2, LARGE - 2);
    await world.ports.batches.create(sent(1));
    await stop(job, sent(1), failing(1, 1));
    expect(lists).toBe(1);
    expect(await gate()).toBe('closed');
  });

  test('is behind its canary stopped by what failed in all waves', async () => {
    const job = await stored(2, LARGE - 2);
    await world.ports.batches.keepTally(failing(1, 3), tallyOf([failing(1, 3)]));
    await stop(job, sent(5), failing(5, 1));
    expect(await gate()).toBe('closed');
  });
});

test('a job of 40 batches reads those, once more behind the write, and keeps no tallies', async () => {
  const job = await stored(40);
  for (const number of [7, 9]) await world.ports.batches.create(failing(number, 2));
  const again = await stop(job, sent(9), failing(9, 2));
  expect(await gate()).toBe('closed');
  await again();
  expect(lists).toBe(1);
  expect(await kept()).toEqual([]);
});
