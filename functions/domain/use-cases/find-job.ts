import { Refusal } from '../errors.ts';
import { type Job, jobIdSchema } from '../job.ts';
import type { Jobs } from '../ports.ts';

/** The job that a caller asks for. @throws Refusal where there is none */
export async function findJob(jobs: Jobs, jobId: string): Promise<Job> {
  const job = jobIdSchema.safeParse(jobId).success ? await jobs.get(jobId) : undefined;
  if (job === undefined) throw new Refusal('not-found', 'JOB_NOT_FOUND', 'There is no job with this id.');
  return job;
}
