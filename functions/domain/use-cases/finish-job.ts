import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Batches, Holds, Jobs } from '../ports.ts';
import { agentResults } from '../results.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';

export interface FinishingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly holds: Holds;
}

/** Ends the job in one write: `success` only where every agent is. Repeatable: a job that has ended stays as it is. */
export async function finishJob(ports: FinishingPorts, jobId: string, now: Date): Promise<Job> {
  const job = await loadJob(ports.jobs, jobId);
  if (job.phase === 'done') return job;
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  await releaseHolds(ports.holds, batches);
  const ended: Job = { ...job, phase: 'done', completedAt: now.toISOString(), waitToken: null };
  const results = agentResults(ended, await ports.jobs.targetChunks(job), batches);
  const succeeded = results.length > 0 && results.every(({ status }) => status === 'success');
  if (succeeded) return saveJob(ports.jobs, job, { ...ended, status: 'success', reason: 'ALL_SUCCEEDED' }, null, now);
  const open = results.length === 0 ? 'NO_AGENTS' : 'SOME_FAILED';
  const reason = job.gate.state === 'closed' ? job.gate.reason : open;
  return saveJob(ports.jobs, job, { ...ended, status: 'failed', reason }, null, now);
}

/** An agent that was to be tried again still has its hold when the gate closes before that. */
async function releaseHolds(holds: Holds, batches: readonly Batch[]): Promise<void> {
  const waiting = batches.filter(({ state }) => state === 'planned');
  await Promise.all(
    waiting.flatMap(({ agentType, jobId, agents }) =>
      agents.filter(({ held }) => held).map(({ node }) => holds.release({ node, agentType, jobId })),
    ),
  );
}
