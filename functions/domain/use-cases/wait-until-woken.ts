import { decideNext } from '../decide.ts';
import type { Batches, Jobs, Waker } from '../ports.ts';
import { loadJob } from './load-job.ts';

/**
 * Stores the token, then decides again: where the reason to wait is gone by now, whoever removed it may have looked
 * for the token before it was there, so the job wakes itself.
 */
export async function waitUntilWoken(
  ports: { readonly jobs: Jobs; readonly batches: Batches; readonly waker: Waker },
  jobId: string,
  token: string,
  now: Date,
): Promise<void> {
  const stored = await ports.jobs.save({ ...(await loadJob(ports.jobs, jobId)), waitToken: token });
  const job = await loadJob(ports.jobs, stored.id);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  if (decideNext(job, batches, now).next !== 'wait') await ports.waker.wake(token);
}
