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
    waves: job.rollout.waves.map(({ size, bakeSeconds }, index) => ({ number: index + 1, agents: size, bakeSeconds })),
    detail: job.gate.state === 'open' ? null : job.gate.detail,
    requestedBy: job.requestedBy,
    note: job.note,
  };
}

/** The same, read as it is stored now. */
export async function readJobAnswer(ports: { readonly jobs: Jobs; readonly batches: Batches }, job: Job) {
  return jobAnswer(job, await ports.jobs.targetChunks(job), await ports.batches.list(job.id, 0, job.plan.batches));
}
