import { BrokenInvariant } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Jobs } from '../ports.ts';

/** The job that the workflow is about. @throws BrokenInvariant where it is not stored, since a workflow starts after its job is */
export async function loadJob(jobs: Jobs, jobId: string): Promise<Job> {
  const job = await jobs.get(jobId);
  if (job === undefined) throw new BrokenInvariant(`${jobId} is not stored.`);
  return job;
}
