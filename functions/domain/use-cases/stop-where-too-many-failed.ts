import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { crossing, stopForFailures, tallyOf } from '../threshold.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';
import { whileOthersWrite } from './while-others-write.ts';

/**
 * Shuts the gate before the failure that crosses the threshold is written, so that a repeat after a crash in between shuts it too.
 * Answers the job as it is then.
 */
export async function stopWhereTooManyFailed(
  ports: { readonly jobs: Jobs; readonly batches: Batches },
  read: Job,
  before: Batch,
  after: Batch,
  now: Date,
): Promise<Job> {
  if (tallyOf([after]).failed <= tallyOf([before]).failed) return read;
  return whileOthersWrite(async () => {
    const job = await loadJob(ports.jobs, read.id);
    if (job.gate.state !== 'open') return job;
    const batches = await ports.batches.list(job.id, 0, job.plan.batches);
    const latest = batches.map((batch) => (batch.number === after.number ? after : batch));
    const crossed = crossing(job, latest, false);
    return crossed === undefined ? job : saveJob(ports.jobs, job, stopForFailures(job, crossed), null, now);
  });
}
