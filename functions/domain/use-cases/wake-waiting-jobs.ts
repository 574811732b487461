import type { Jobs, Waker } from '../ports.ts';
import { forEachOpenJob } from './for-each-open-job.ts';

export interface WakingPorts {
  readonly jobs: Pick<Jobs, 'get' | 'listOpen'>;
  readonly waker: Waker;
}

/**
 * Wakes every open job whose workflow waits, so that it decides again by what is stored now. Repeatable: one that is woken for
 * nothing waits again.
 * @throws as forEachOpenJob
 */
export async function wakeWaitingJobs(ports: WakingPorts): Promise<void> {
  await forEachOpenJob(ports.jobs, ({ id }) => wakeWhereItWaits(ports, id));
}

/** The list may lag: only the job itself tells the token that it waits on by now. */
async function wakeWhereItWaits({ jobs, waker }: WakingPorts, jobId: string): Promise<boolean> {
  const token = (await jobs.get(jobId))?.waitToken ?? null;
  if (token !== null) await waker.wake(token);
  return token !== null;
}
