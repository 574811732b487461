import { type Fence, isWithin } from '../fence.ts';
import type { Job } from '../job.ts';
import type { PlannedChunk } from '../plan-hash.ts';
import type { Jobs, Plans } from '../ports.ts';

/** A job and what planning decided for its targets. */
export interface PlannedJob {
  readonly job: Job;
  readonly chunks: readonly PlannedChunk[];
}

/** What is stored of a planned job. 100,000 targets are some 20 MB. */
export async function plannedJob(jobs: Jobs, job: Job): Promise<PlannedJob> {
  const chunks = await jobs.targetChunks(job);
  return { job, chunks: chunks.map(({ targets, decisions }) => ({ targets, decisions: decisions ?? [] })) };
}

/** The simulated job that came to this plan within the last days; undefined where none did, or none within the fence. */
export async function simulatedJobOf(
  ports: { readonly jobs: Jobs; readonly plans: Plans },
  hash: string,
  fence: Fence | null,
  now: Date,
): Promise<Job | undefined> {
  const jobId = await ports.plans.jobOf(hash, now);
  const job = jobId === undefined ? undefined : await ports.jobs.get(jobId);
  // The plan is noted a moment before the job itself says so.
  return job?.planHash === hash && isWithin(job.fence, fence) ? job : undefined;
}
