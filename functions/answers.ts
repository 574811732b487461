import type { Batch } from './domain/batch.ts';
import type { Job } from './domain/job.ts';
import type { TargetChunk } from './domain/ports.ts';
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
    waves: (job.plan.waves ?? []).map(({ firstBatch, endBatch }, index) => ({
      number: index + 1,
      agents: batches
        .filter(({ number }) => number >= firstBatch && number < endBatch)
        .reduce((sum, batch) => sum + batch.agents.length, 0),
    })),
    requestedBy: job.requestedBy,
    note: job.note,
  };
}
