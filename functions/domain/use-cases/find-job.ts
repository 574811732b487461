import { Refusal } from '../errors.ts';
import { type Fence, isWithin, outsideFence } from '../fence.ts';
import { type Job, jobIdSchema } from '../job.ts';
import type { Jobs } from '../ports.ts';

/** The job that a caller looks at. @throws Refusal where there is none, or none within the fence */
export async function findJob(jobs: Jobs, jobId: string, fence: Fence | null): Promise<Job> {
  const job = jobIdSchema.safeParse(jobId).success ? await jobs.get(jobId) : undefined;
  if (job === undefined || !isWithin(job.fence, fence))
    throw new Refusal('not-found', 'JOB_NOT_FOUND', 'There is no job with this id.');
  return job;
}

/** The job that a caller steers, or makes another one of. @throws Refusal (not-found) where there is none; (forbidden) where it was made under another fence */
export async function findJobToSteer(jobs: Jobs, jobId: string, fence: Fence | null): Promise<Job> {
  const job = await findJob(jobs, jobId, null);
  if (!isWithin(job.fence, fence)) throw outsideFence('The job may be about agents');
  return job;
}
