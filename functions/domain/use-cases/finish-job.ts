import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import { type Announcements, jobEndedOf } from '../job-ended.ts';
import { wasChanged } from '../lineage.ts';
import type { Metrics } from '../metrics.ts';
import type { Batches, Holds, Jobs, Workflow } from '../ports.ts';
import { type AgentResult, agentResults, isIncluded } from '../results.ts';
import { countJob } from './count-job.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';
import { startRollback } from './start-rollback.ts';

export interface FinishingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly holds: Holds;
  readonly workflow: Workflow;
  readonly metrics: Metrics;
  readonly announcements: Announcements;
}

/**
 * Ends the job in one write, and tells of its end. Repeatable: a job that has ended stays as it is, and its end is told again, since
 * whoever ended it may have died before he told it. So its end is told at least once and never before it is true.
 */
export async function finishJob(ports: FinishingPorts, jobId: string, now: Date): Promise<Job> {
  const job = await loadJob(ports.jobs, jobId);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const chunks = await ports.jobs.targetChunks(job);
  const over: Job =
    job.phase === 'done' ? job : { ...job, phase: 'done', completedAt: now.toISOString(), waitToken: null };
  const results = agentResults(over, chunks, batches);
  const ended = over === job ? job : await endJob(ports, job, over, batches, results, now);
  const told = jobEndedOf(ended, results);
  if (over !== job) countJob(ports.metrics, told, results);
  await ports.announcements.jobEnded(told);
  return ended;
}

/** `success` only where every agent is whose node is still there. */
async function endJob(
  ports: FinishingPorts,
  job: Job,
  done: Job,
  batches: readonly Batch[],
  results: readonly AgentResult[],
  now: Date,
): Promise<Job> {
  await releaseHolds(ports.holds, batches);
  const ended = { ...done, rollbackAsked: await takeBack(ports, job, results, now) };
  return saveJob(ports.jobs, job, { ...ended, ...outcomeOf(job, results) }, null, now);
}

function outcomeOf(job: Job, results: readonly AgentResult[]): Pick<Job, 'status' | 'reason'> {
  const included = results.filter(isIncluded);
  const succeeded = results.length > 0 && included.every(({ status }) => status === 'success');
  const good = included.length === 0 ? 'ALL_EXCLUDED' : job.simulated ? 'SIMULATED' : 'ALL_SUCCEEDED';
  if (succeeded) return { status: 'success', reason: good };
  const open = results.length === 0 ? 'NO_AGENTS' : 'SOME_FAILED';
  return { status: 'failed', reason: job.gate.state === 'closed' ? job.gate.reason : open };
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
