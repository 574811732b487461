import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { agentResults } from '../results.ts';
import { loadJob } from './load-job.ts';

/** Ends the job in one write: `success` only where every agent is. Repeatable: a job that has ended stays as it is. */
export async function finishJob(
  ports: { readonly jobs: Jobs; readonly batches: Batches },
  jobId: string,
  now: Date,
): Promise<Job> {
  const job = await loadJob(ports.jobs, jobId);
  if (job.phase === 'done') return job;
  const ended: Job = { ...job, phase: 'done', completedAt: now.toISOString(), waitToken: null };
  const results = agentResults(
    ended,
    await ports.jobs.targetChunks(job),
    await ports.batches.list(job.id, 0, job.plan.batches),
  );
  const succeeded = results.every(({ status }) => status === 'success');
  if (succeeded) return ports.jobs.save({ ...ended, status: 'success', reason: 'ALL_SUCCEEDED' });
  return ports.jobs.save({
    ...ended,
    status: 'failed',
    reason: job.gate.state === 'closed' ? job.gate.reason : 'SOME_FAILED',
  });
}
