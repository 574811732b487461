import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Results } from '../lineage.ts';
import type { Batches, Jobs } from '../ports.ts';
import { agentResults } from '../results.ts';
import { MOST_TARGETS } from '../upgrade-request.ts';

/** What became of the job's agents until now; undefined where they are over 10,000: reading them takes longer than a caller waits. */
export async function resultsOf(ports: { readonly jobs: Jobs; readonly batches: Batches }, job: Job): Promise<Results> {
  if (job.targetCount > MOST_TARGETS) return undefined;
  return resultsIn(ports.jobs, job, await ports.batches.list(job.id, 0, job.plan.batches));
}

/** The same where the batches are read already. */
export async function resultsIn(jobs: Jobs, job: Job, batches: readonly Batch[]): Promise<Results> {
  return job.targetCount > MOST_TARGETS ? undefined : agentResults(job, await jobs.targetChunks(job), batches);
}
