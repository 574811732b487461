import type { Batch } from './batch.ts';
import { BrokenInvariant, JobStuck } from './errors.ts';
import type { Job, Wave } from './job.ts';
import type { JobReasonCode } from './reasons.ts';

/** What deciding needs to know of a batch. */
export type BatchFact = Pick<Batch, 'number' | 'state'>;

export type Decision =
  | { readonly next: 'upgrade'; readonly reason: JobReasonCode; readonly batches: readonly number[] }
  | { readonly next: 'wait'; readonly reason: JobReasonCode; readonly until: Date }
  | { readonly next: 'finish'; readonly reason: JobReasonCode };

/** Batches of one pass: 2,000 numbers are 12 KB, and no pass nears the limits of one Map. */
export const MOST_BATCHES_IN_A_PASS = 2_000;

/** Passes in a row that may settle nothing before the job is failed instead of going round for ever. */
const MOST_IDLE_PASSES = 3;

/**
 * Decides what a planned job does next. Pure: the same job, facts and time give the same answer.
 * @throws JobStuck where passes no longer settle anything; BrokenInvariant where the job is not planned.
 */
export function decideNext(job: Job, batches: readonly BatchFact[], now: Date): Decision {
  if (job.gate.state === 'closed') return settleWhatWasSent(job.gate.reason, batches);
  if (job.plan.waves === null) throw new BrokenInvariant(`${job.id} is decided before it is planned.`);
  const startAt = job.rollout.startAt === null ? now : new Date(job.rollout.startAt);
  if (startAt > now) return { next: 'wait', reason: 'SCHEDULED', until: startAt };
  const wave = job.plan.waves.find((candidate) => unsettledIn(candidate, batches).length > 0);
  if (wave === undefined) return { next: 'finish', reason: 'ALL_SUCCEEDED' };
  if (job.pass.idle >= MOST_IDLE_PASSES)
    throw new JobStuck(`${job.pass.unsettled} batches were not settled by ${MOST_IDLE_PASSES} passes.`);
  return {
    next: 'upgrade',
    reason: 'WAVE_RUNNING',
    batches: unsettledIn(wave, batches).slice(0, MOST_BATCHES_IN_A_PASS),
  };
}

/** A closed gate sends nothing; commands that are under way are still followed to their end. */
function settleWhatWasSent(reason: JobReasonCode, batches: readonly BatchFact[]): Decision {
  const underWay = batches.filter(({ state }) => state === 'claimed' || state === 'sent').map(({ number }) => number);
  if (underWay.length === 0) return { next: 'finish', reason };
  return { next: 'upgrade', reason: 'SETTLING', batches: underWay.slice(0, MOST_BATCHES_IN_A_PASS) };
}

function unsettledIn(wave: Wave, batches: readonly BatchFact[]): number[] {
  return batches
    .filter(({ number, state }) => number >= wave.firstBatch && number < wave.endBatch && state !== 'settled')
    .map(({ number }) => number);
}

/** Counts a pass that begins with `unsettled` batches: idle where the pass before settled none of them. */
export function countPass(job: Job, unsettled: number): Job['pass'] {
  return { unsettled, idle: job.pass.unsettled === unsettled ? job.pass.idle + 1 : 0 };
}
