import { type Job, newJob, type UpgradeRequest } from '../job.ts';
import type { Jobs, Workflow } from '../ports.ts';

/**
 * Stores the job and starts its workflow, in this order, so that a repeat after a crash completes what is missing
 * and the reconciler finds a job whose workflow never started.
 * @param id `upgrade-job-` and a ULID
 */
export async function submitUpgrade(
  ports: { readonly jobs: Jobs; readonly workflow: Workflow },
  submission: { readonly id: string; readonly request: UpgradeRequest; readonly requestedBy: string },
  now: Date,
): Promise<Job> {
  const job = newJob(submission.id, submission.request, submission.requestedBy, now);
  await ports.jobs.create(job, submission.request.agentUuids);
  await ports.workflow.start(job.id, job.execution.name);
  return job;
}
