import type { Batch } from '../batch.ts';
import { BrokenInvariant } from '../errors.ts';
import type { Batches } from '../ports.ts';

/** The batch that the workflow is about. @throws BrokenInvariant where it is not stored, since planning stores batches first */
export async function loadBatch(batches: Batches, jobId: string, number: number): Promise<Batch> {
  const batch = await batches.get(jobId, number);
  if (batch === undefined) throw new BrokenInvariant(`Batch ${number} of ${jobId} is not stored.`);
  return batch;
}
