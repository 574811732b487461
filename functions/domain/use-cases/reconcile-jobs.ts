import { closeGate, type Job } from '../job.ts';
import type { Metrics } from '../metrics.ts';
import type { Jobs, OpenJob, Workflow } from '../ports.ts';
import { isStuck } from '../stuck.ts';
import { forEachOpenJob } from './for-each-open-job.ts';
import { saveJob } from './save-job.ts';

interface ReconcilingPorts {
  readonly jobs: Jobs;
  readonly workflow: Workflow;
  readonly metrics: Metrics;
}

/** A job this young may be between its write and the start of its workflow. */
const SETTLING_IN_MS = 60_000;

/**
 * Finds open jobs that no execution follows and starts the workflow again, which settles and ends them:
 * under the same name where it never started, else as `<job id>-rN` with the gate closed.
 * Answers the ids of the jobs that were taken up. Tells how many jobs are open, and how many of them are stuck, also where some cannot be read.
 * @throws as forEachOpenJob
 */
export async function reconcileJobs(ports: ReconcilingPorts, now: Date): Promise<string[]> {
  const seen = { open: 0, stuck: 0, takenUp: 0 };
  try {
    return await forEachOpenJob(ports.jobs, async (job) => {
      seen.open += 1;
      if (isStuck(job, now)) seen.stuck += 1;
      if (now.getTime() - new Date(job.createdAt).getTime() < SETTLING_IN_MS) return false;
      const takenUp = await reconcile(ports, job, now);
      if (takenUp) seen.takenUp += 1;
      return takenUp;
    });
  } finally {
    ports.metrics.add('OpenJobs', seen.open);
    ports.metrics.add('StuckJobs', seen.stuck);
    if (seen.takenUp > 0) ports.metrics.add('JobsTakenUp', seen.takenUp);
  }
}

async function reconcile(ports: ReconcilingPorts, listed: OpenJob, now: Date): Promise<boolean> {
  const status = await ports.workflow.status(listed.execution.name);
  if (status === 'running') return false;
  // The list may lag: only the job itself tells whether its workflow ended before or after the job did.
  const job = await ports.jobs.get(listed.id);
  if (job === undefined || job.phase === 'done' || job.execution.name !== listed.execution.name) return false;
  const next = status === 'missing' ? job : await saveJob(ports.jobs, job, restarted(job), null, now);
  await ports.workflow.start(next.id, next.execution.name);
  return true;
}

function restarted(job: Job): Job {
  const restarts = job.execution.restarts + 1;
  const closed = closeGate(job, 'WORKFLOW_LOST', `The execution ${job.execution.name} ended before the job did.`);
  return { ...closed, execution: { name: `${job.id}-r${restarts}`, restarts } };
}
