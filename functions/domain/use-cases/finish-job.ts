import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import { wasChanged } from '../lineage.ts';
import type { Batches, Holds, Jobs, Workflow } from '../ports.ts';
import { type AgentResult, agentResults, isIncluded } from '../results.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';
import { startRollback } from './start-rollback.ts';

export interface FinishingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly holds: Holds;
  readonly workflow: Workflow;
}

/** Ends the job in one write: `success` only where every agent is whose node is still there. Repeatable: a job that has ended stays as it is. */
export async function finishJob(ports: FinishingPorts, jobId: string, now: Date): Promise<Job> {
  const job = await loadJob(ports.jobs, jobId);
  if (job.phase === 'done') return job;
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  await releaseHolds(ports.holds, batches);
  const done: Job = { ...job, phase: 'done', completedAt: now.toISOString(), waitToken: null };
  const results = agentResults(done, await ports.jobs.targetChunks(job), batches);
  const ended = { ...done, rollbackAsked: await takeBack(ports, job, results, now) };
  const included = results.filter(isIncluded);
  const succeeded = results.length > 0 && included.every(({ status }) => status === 'success');
  const good = included.length === 0 ? 'ALL_EXCLUDED' : job.simulated ? 'SIMULATED' : 'ALL_SUCCEEDED';
  if (succeeded) return saveJob(ports.jobs, job, { ...ended, status: 'success', reason: good }, null, now);
  const open = results.length === 0 ? 'NO_AGENTS' : 'SOME_FAILED';
  const reason = job.gate.state === 'closed' ? job.gate.reason : open;
  return saveJob(ports.jobs, job, { ...ended, status: 'failed', reason }, null, now);
}

/**
 * Starts the rollback that was asked for, before the write that ends the job: its workflow waits for that. A job that changed nothing
 * has nothing to take back, unless somebody else started that already.
 */
async function takeBack(
  ports: FinishingPorts,
  job: Job,
  results: readonly AgentResult[],
  now: Date,
): Promise<Job['rollbackAsked']> {
  const { rollbackAsked } = job;
  if (rollbackAsked === null || job.action === 'rollback') return rollbackAsked;
  if (rollbackAsked.by === null && !results.some(wasChanged)) return null;
  await startRollback(ports, job, results, now);
  return rollbackAsked;
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
