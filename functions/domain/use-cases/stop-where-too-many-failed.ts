import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { crossing, stopForFailures, tallyOf } from '../threshold.ts';
import { saveJob } from './save-job.ts';

/** Shuts the gate before the failure that crosses the threshold is written, so that a repeat after a crash in between shuts it too. */
export async function stopWhereTooManyFailed(
  ports: { readonly jobs: Jobs; readonly batches: Batches },
  job: Job,
  before: Batch,
  after: Batch,
  now: Date,
): Promise<void> {
  if (job.gate.state !== 'open') return;
  if (tallyOf([after]).failed <= tallyOf([before]).failed) return;
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const latest = batches.map((batch) => (batch.number === after.number ? after : batch));
  const crossed = crossing(job, latest, false);
  if (crossed !== undefined) await saveJob(ports.jobs, job, stopForFailures(job, crossed), null, now);
}
