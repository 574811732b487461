import type { Batch } from './batch.ts';
import { BrokenInvariant, JobStuck } from './errors.ts';
import type { Job, Wave } from './job.ts';
import type { JobReasonCode } from './reasons.ts';
import { isCrossed, sinceResumed, tallyOf } from './threshold.ts';
import { nextOpening } from './window.ts';

/** What deciding needs to know of a batch. */
export type BatchFact = Pick<Batch, 'number' | 'state' | 'agents'>;

export type Decision =
  | { readonly next: 'upgrade'; readonly reason: JobReasonCode; readonly batches: readonly number[] }
  /** `wave`: the wave that is watched meanwhile. */
  | { readonly next: 'wait'; readonly reason: JobReasonCode; readonly until: Date; readonly wave?: number }
  /** Too many agents failed: the gate has to shut before anything is decided again. */
  | { readonly next: 'stop'; readonly reason: 'FAILURE_THRESHOLD' }
  | { readonly next: 'finish'; readonly reason: JobReasonCode };

/** Batches of one pass: 2,000 numbers are 12 KB, and no pass nears the limits of one Map. */
export const MOST_BATCHES_IN_A_PASS = 2_000;

/** Passes in a row that may settle nothing before the job is failed instead of going round for ever. */
const MOST_IDLE_PASSES = 3;

/** A job that waits for a person is woken by that person; until then it decides again once a day. */
const A_DAY_MS = 86_400_000;

/**
 * Decides what a planned job does next. Pure: the same job, facts and time give the same answer.
 * @throws JobStuck where passes no longer settle anything; BrokenInvariant where the job is not planned.
 */
export function decideNext(job: Job, batches: readonly BatchFact[], now: Date): Decision {
  if (job.gate.state === 'closed')
    return followWhatWasSent(job, batches) ?? { next: 'finish', reason: job.gate.reason };
  if (job.plan.waves === null) throw new BrokenInvariant(`${job.id} is decided before it is planned.`);
  if (job.gate.state === 'held') {
    const until = new Date(now.getTime() + A_DAY_MS);
    return followWhatWasSent(job, batches) ?? { next: 'wait', reason: job.gate.reason, until };
  }
  const startAt = job.rollout.startAt === null ? now : new Date(job.rollout.startAt);
  if (startAt > now) return { next: 'wait', reason: 'SCHEDULED', until: startAt };
  const opens = job.rollout.window === null ? now : nextOpening(job.rollout.window, now);
  if (opens > now && hasUnsettled(batches))
    return followWhatWasSent(job, batches) ?? { next: 'wait', reason: 'WINDOW_CLOSED', until: opens };
  const wave = job.plan.waves.findIndex((candidate) => unsettledIn(candidate, batches).length > 0);
  if (wave === -1) return { next: 'finish', reason: 'ALL_SUCCEEDED' };
  return betweenWaves(job, wave, batches, now) ?? runWave(job, job.plan.waves[wave], batches);
}

const hasUnsettled = (batches: readonly BatchFact[]): boolean => batches.some(({ state }) => state !== 'settled');

/** A gate or window that is not open sends nothing; commands that are under way are still followed to their end. */
function followWhatWasSent(job: Job, batches: readonly BatchFact[]): Decision | undefined {
  const underWay = batches.filter(({ state }) => state === 'claimed' || state === 'sent').map(({ number }) => number);
  if (underWay.length === 0) return undefined;
  refuseToGoRound(job);
  return { next: 'upgrade', reason: 'SETTLING', batches: underWay.slice(0, MOST_BATCHES_IN_A_PASS) };
}

/** What keeps a wave that has not begun from beginning: failures of those before it, or the bake of the last one. */
function betweenWaves(job: Job, wave: number, batches: readonly BatchFact[], now: Date): Decision | undefined {
  const { firstBatch } = job.plan.waves?.[wave] ?? { firstBatch: 0 };
  const begun = batches.some(
    ({ number, state, agents }) =>
      number >= firstBatch && (state !== 'planned' || agents.some(({ attempts }) => attempts > 0)),
  );
  const before = batches.filter(({ number }) => number < firstBatch);
  if (begun || before.length === 0) return undefined;
  if (isCrossed(job.rollout.failureThreshold, sinceResumed(job, tallyOf(before)), true))
    return { next: 'stop', reason: 'FAILURE_THRESHOLD' };
  const baked = wave - 1;
  const bakeMs = (job.rollout.waves[baked]?.bakeSeconds ?? 0) * 1000;
  const until = job.bake?.wave === baked ? new Date(job.bake.until) : new Date(now.getTime() + bakeMs);
  return until > now ? { next: 'wait', reason: 'BAKING', until, wave: baked } : undefined;
}

function runWave(job: Job, wave: Wave | undefined, batches: readonly BatchFact[]): Decision {
  refuseToGoRound(job);
  const unsettled = wave === undefined ? [] : unsettledIn(wave, batches);
  return { next: 'upgrade', reason: 'WAVE_RUNNING', batches: unsettled.slice(0, MOST_BATCHES_IN_A_PASS) };
}

function refuseToGoRound({ pass }: Job): void {
  if (pass.idle < MOST_IDLE_PASSES) return;
  throw new JobStuck(`${pass.unsettled} batches were not settled by ${MOST_IDLE_PASSES} passes.`);
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
