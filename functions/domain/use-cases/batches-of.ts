import type { Batch } from '../batch.ts';
import type { Batches, TargetChunk } from '../ports.ts';

/** The batches in which a chunk's targets are; their numbers follow each other. */
export async function batchesOf(
  batches: Batches,
  jobId: string,
  { decisions }: Pick<TargetChunk, 'decisions'>,
): Promise<readonly Batch[]> {
  const numbers = (decisions ?? []).flatMap((decision) => (decision.kind === 'batch' ? [decision.batch] : []));
  return numbers.length === 0 ? [] : batches.list(jobId, Math.min(...numbers), Math.max(...numbers) + 1);
}
