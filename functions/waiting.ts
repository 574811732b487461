import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from './domain/job.ts';
import type { Jobs } from './domain/ports.ts';
import { AnswerWithHeaders } from './http/answer.ts';
import { preferredWait } from './http/prefer.ts';
import type { ApiRequest } from './http.ts';

/** How often a job is looked at, in milliseconds: each look reads one item. */
const LOOK_EVERY_MS = 1_000;

/** The time, and a way to let it pass, both in milliseconds. */
export interface Pacing {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const realTime: Pacing = { now: Date.now, sleep };

/**
 * Answers a job: at once, or where the caller prefers to wait as soon as it has ended or the time is over, whichever comes first.
 * @param answerOf reads the answer of the job as it is then
 */
export async function answerAfterWaiting(
  { header }: Pick<ApiRequest<unknown>, 'header'>,
  jobs: Pick<Jobs, 'get'>,
  job: Job,
  answerOf: (job: Job) => Promise<unknown>,
  pacing = realTime,
): Promise<unknown> {
  const seconds = preferredWait(header('prefer'));
  if (seconds === undefined) return answerOf(job);
  const then = await endOf(jobs, job, seconds * 1000, pacing);
  return new AnswerWithHeaders(await answerOf(then), { 'preference-applied': `wait=${seconds}` });
}

/** The job when it has ended, or as it is after `ms`. */
async function endOf(jobs: Pick<Jobs, 'get'>, job: Job, ms: number, { now, sleep }: Pacing): Promise<Job> {
  const until = now() + ms;
  let found = job;
  while (found.completedAt === null && now() < until) {
    await sleep(Math.min(LOOK_EVERY_MS, until - now()));
    found = (await jobs.get(job.id)) ?? found;
  }
  return found;
}
