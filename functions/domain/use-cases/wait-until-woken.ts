import { decideNext } from '../decide.ts';
import type { Waker } from '../ports.ts';
import { type FactPorts, jobFacts } from './job-facts.ts';
import { loadJob } from './load-job.ts';

/**
 * Stores the token, then decides again: where the reason to wait is gone by now, whoever removed it may have looked
 * for the token before it was there, so the job wakes itself.
 */
export async function waitUntilWoken(
  ports: FactPorts & { readonly waker: Waker },
  jobId: string,
  token: string,
  now: Date,
): Promise<void> {
  const stored = await ports.jobs.save({ ...(await loadJob(ports.jobs, jobId)), waitToken: token });
  const job = await loadJob(ports.jobs, stored.id);
  if (decideNext(job, await jobFacts(ports, job, now), now).next !== 'wait') await ports.waker.wake(token);
}
