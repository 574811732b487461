import type { Batch } from './batch.ts';
import type { Job } from './job.ts';
import { isParked } from './parking.ts';

/* What can be told of batches and of the waves that they are in. A wave has its place in the rollout, from 0. */

/** What deciding needs to know of a batch. */
export type BatchFact = Pick<Batch, 'number' | 'state' | 'agents' | 'verified' | 'offline'>;

/** Is somebody in the batch to be asked at the end of its bake? */
export const isToBeVerified = ({ verified, agents }: Pick<Batch, 'verified' | 'agents'>): boolean =>
  !verified && agents.some(({ status }) => status === 'success');

export const isUnsettled = ({ state }: BatchFact): boolean => state !== 'settled';

export const hasUnsettled = (batches: readonly BatchFact[]): boolean => batches.some(isUnsettled);

/** May commands of the batch be under way? */
export const isUnderWay = ({ state }: Pick<Batch, 'state'>): boolean =>
  state === 'claimed' || state === 'sent' || state === 'verifying';

export const firstBatchOf = (job: Job, wave: number): number => job.plan.waves?.[wave]?.firstBatch ?? 0;

export function inWave(job: Job, wave: number, batches: readonly BatchFact[]): readonly BatchFact[] {
  const { firstBatch, endBatch } = job.plan.waves?.[wave] ?? { firstBatch: 0, endBatch: 0 };
  return batches.filter(({ number }) => number >= firstBatch && number < endBatch);
}

export const unsettledIn = (job: Job, wave: number, batches: readonly BatchFact[]): readonly BatchFact[] =>
  inWave(job, wave, batches).filter((batch) => isUnsettled(batch) && !isParked(batch));

/** Has somebody of this wave, or of a later one, been sent or found offline? */
export function hasBegun(job: Job, wave: number, batches: readonly BatchFact[]): boolean {
  const first = firstBatchOf(job, wave);
  return batches.some(
    ({ number, state, agents, offline }) =>
      number >= first && (state !== 'planned' || offline !== null || agents.some(({ attempts }) => attempts > 0)),
  );
}

/** The last wave before this one in which there was anybody to send; -1 where there is none. */
export const lastWaveWithBatches = (job: Job, wave: number): number =>
  (job.plan.waves ?? []).findLastIndex(({ firstBatch, endBatch }, number) => number < wave && endBatch > firstBatch);
