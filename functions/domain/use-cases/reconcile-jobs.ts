import { closeGate, type Job } from '../job.ts';
import type { Jobs, Workflow } from '../ports.ts';
import { saveJob } from './save-job.ts';

/** A job this young may be between its write and the start of its workflow. */
const SETTLING_IN_MS = 60_000;

/**
 * Finds open jobs that no execution follows and starts the workflow again, which settles and ends them:
 * under the same name where it never started, else as `<job id>-rN` with the gate closed.
 * Answers the ids of the jobs that were taken up.
 */
export async function reconcileJobs(
  ports: { readonly jobs: Jobs; readonly workflow: Workflow },
  now: Date,
): Promise<string[]> {
  const takenUp: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Jobs['listOpen']>> = await ports.jobs.listOpen(cursor);
    for (const job of page.items) {
      if (now.getTime() - new Date(job.createdAt).getTime() < SETTLING_IN_MS) continue;
      if (await reconcile(ports, job, now)) takenUp.push(job.id);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return takenUp;
}

async function reconcile(
  ports: { readonly jobs: Jobs; readonly workflow: Workflow },
  listed: Job,
  now: Date,
): Promise<boolean> {
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
