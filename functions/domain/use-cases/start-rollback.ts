import type { Job } from '../job.ts';
import type { Results } from '../lineage.ts';
import type { Jobs, Workflow } from '../ports.ts';
import { rollbackOf } from '../rollback.ts';
import { loadJob } from './load-job.ts';

/**
 * Stores the job that takes this one back, unless it is there, and starts its workflow, which waits until this one has ended.
 * Repeatable: there is one such job, whoever makes it. Answers it as it is stored.
 */
export async function startRollback(
  ports: { readonly jobs: Jobs; readonly workflow: Workflow },
  job: Job,
  results: Results,
  now: Date,
): Promise<Job> {
  const made = rollbackOf(job, results, now);
  await ports.jobs.create(made, []);
  const stored = await loadJob(ports.jobs, made.id);
  if (stored.phase !== 'done') await ports.workflow.start(stored.id, stored.execution.name);
  return stored;
}
