import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../functions/domain/job.ts';
import { AnswerWithHeaders } from '../../functions/http/answer.ts';
import { answerAfterWaiting } from '../../functions/waiting.ts';
import { job, later, now } from '../fixtures.ts';

const running = job({ completedAt: null });
const ended = job({ completedAt: later(60).toISOString() });

/** A job that ends at a second after the start, and a clock that only sleeping moves. */
async function wait(
  prefer: string | undefined,
  { endsAt = Number.POSITIVE_INFINITY, isThere = true, first = running } = {},
) {
  let elapsed = 0;
  const looks: number[] = [];
  const jobs = {
    get: async () => {
      looks.push(elapsed / 1000);
      if (!isThere) return undefined;
      return elapsed >= endsAt * 1000 ? ended : running;
    },
  };
  const pacing = {
    now: () => now.getTime() + elapsed,
    sleep: async (ms: number) => {
      elapsed += ms;
    },
  };
  const answerOf = async ({ completedAt }: Job) => ({ hasEnded: completedAt !== null });
  const answer = await answerAfterWaiting(
    { header: (name) => (name === 'prefer' ? prefer : undefined) },
    jobs,
    first,
    answerOf,
    pacing,
  );
  const isAfterWaiting = answer instanceof AnswerWithHeaders;
  return { body: isAfterWaiting ? answer.body : answer, headers: isAfterWaiting ? answer.headers : {}, looks };
}

describe('a caller', () => {
  test('who does not say gets the job at once', async () => {
    expect(await wait(undefined, { endsAt: 1 })).toEqual({ body: { hasEnded: false }, headers: {}, looks: [] });
  });

  test('who cannot be understood gets the job at once', async () => {
    expect(await wait('wait=soon', { endsAt: 1 })).toEqual({ body: { hasEnded: false }, headers: {}, looks: [] });
  });

  test('who waits gets the job when it has ended', async () => {
    expect(await wait('wait=10', { endsAt: 3 })).toEqual({
      body: { hasEnded: true },
      headers: { 'preference-applied': 'wait=10' },
      looks: [1, 2, 3],
    });
  });

  test('who waits for too short gets the job as it is then', async () => {
    expect(await wait('wait=2', { endsAt: 3 })).toEqual({
      body: { hasEnded: false },
      headers: { 'preference-applied': 'wait=2' },
      looks: [1, 2],
    });
  });

  test('who would wait for ever is told for how long', async () => {
    const { body, headers, looks } = await wait('wait=3600');
    expect({ body, headers }).toEqual({ body: { hasEnded: false }, headers: { 'preference-applied': 'wait=25' } });
    expect(looks).toHaveLength(25);
  });

  test.each<[string, string, Job]>([
    ['of a job that has ended', 'wait=10', ended],
    ['for no time', 'wait=0', running],
  ])('who waits %s does not', async (_sentence, prefer, first) => {
    expect(await wait(prefer, { first })).toMatchObject({ headers: { 'preference-applied': prefer }, looks: [] });
  });

  test('who waits for a job that is gone meanwhile gets it as it was', async () => {
    expect(await wait('wait=2', { isThere: false })).toMatchObject({ body: { hasEnded: false }, looks: [1, 2] });
  });
});
