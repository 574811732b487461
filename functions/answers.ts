import type { Batch } from './domain/batch.ts';
import type { Job } from './domain/job.ts';
import type { Batches, Jobs, TargetChunk } from './domain/ports.ts';
import { agentResults, progressOf } from './domain/results.ts';

/** A job as the API answers it: the original API's fields with their values, and additions that only add fields. */
export function jobAnswer(job: Job, chunks: readonly TargetChunk[], batches: readonly Batch[]) {
  const agents = agentResults(job, chunks, batches);
  return {
    id: job.id,
    targetVersion: job.targetVersion,
    agents,
    status: job.status,
    simulated: false,
    createdAt: job.createdAt,
    completedAt: job.completedAt,
    phase: job.phase,
    reason: job.reason,
    progress: progressOf(agents),
    waves: wavesOf(job),
    detail: job.gate.state === 'open' ? job.detail : job.gate.detail,
    requestedBy: job.requestedBy,
    note: job.note,
  };
}

/** The waves as they were planned; the first of several has a failure threshold of its own. */
function wavesOf({ rollout }: Job) {
  const { waves, canaryThreshold, failureThreshold } = rollout;
  return waves.map(({ size, bakeSeconds }, index) => ({
    number: index + 1,
    agents: size,
    bakeSeconds,
    failureThreshold: index === 0 && waves.length > 1 ? canaryThreshold : failureThreshold,
  }));
}

/** The same, read as it is stored now. */
export async function readJobAnswer(ports: { readonly jobs: Jobs; readonly batches: Batches }, job: Job) {
  return jobAnswer(job, await ports.jobs.targetChunks(job), await ports.batches.list(job.id, 0, job.plan.batches));
}
