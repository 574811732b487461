import type { Job } from './job.ts';
import {
  USD_PER_CALL,
  USD_PER_GB_SECOND,
  USD_PER_READ_UNIT,
  USD_PER_TRANSITION,
  USD_PER_WRITE_UNIT,
} from './prices.ts';
import { type RunningWave, runningWaves, type WaveBatch } from './wave-batches.ts';

/** What a real job would take, counted from the workflow's shape. Rough: no retries, no polls, no waiting for a start, a window or a person. */
export interface Estimate {
  readonly seconds: number;
  /** US dollars at list prices in us-east-1, logs and transfer left out. */
  readonly costUsd: number;
}

/**
 * One agent, from its command to its settled batch: seconds for the delivery to a node that is online, a download of some 50 MB, a restart
 * and its health check, and seconds until the event has woken the batch.
 */
const TYPICAL_SECONDS = 60;

/** States entered once a job: plan, its choice, the last decision and its choice, finish, end. */
const TRANSITIONS_A_JOB = 6;
/** Decision, choice, map. */
const TRANSITIONS_A_WAVE = 3;
/** Wait; decision, choice and map of asking the nodes; and once more decision and choice. */
const TRANSITIONS_A_BAKE = 6;
/** Upgrade, settle, choice, end. */
const TRANSITIONS_A_BATCH = 4;
/** The same at the end of a bake, where settling asks the nodes and comes back once. */
const TRANSITIONS_A_VERIFIED_BATCH = 7;

/** Functions called once a job: submit, plan, decide, finish. */
const CALLS_A_JOB = 4;
const CALLS_A_WAVE = 1;
/** Wait, and two decisions. */
const CALLS_A_BAKE = 3;
/** Upgrade, settle, and the event that tells of the command's end. */
const CALLS_A_BATCH = 3;
const CALLS_A_VERIFIED_BATCH = 4;

/** 512 MB for half a second, most of which is waiting for DynamoDB and Systems Manager. */
const GB_SECONDS_A_CALL = 0.5 * 0.5;

/** The design's budget, indexes included: hold taken and given back, batch written five times, inventory. */
const WRITE_UNITS_AN_AGENT = 9;
/** The inventory, and a share of the batch each time that it is read: sent, settled, decided about, finished. */
const READ_UNITS_AN_AGENT = 3;

/** Null before the job is planned. Agents that were seen to be beyond reach would cost nothing and are left out. */
export function estimateOf(job: Job, batches: readonly WaveBatch[]): Estimate | null {
  if (job.plan.waves === null) return null;
  const waves = runningWaves(job, batches, ({ status }) => status !== 'failed' && status !== 'excluded');
  return { seconds: secondsOf(waves, job.rollout), costUsd: Number(costOf(waves).toFixed(6)) };
}

const secondsOf = (waves: readonly RunningWave[], rollout: Job['rollout']): number =>
  sum(waves, (wave) => roundsOf(wave, rollout) * TYPICAL_SECONDS + wave.bakeSeconds);

/** How often agents of a wave go at once: as often as all of them need, or as its largest lane does, of which fewer go at once. */
function roundsOf({ agents, largestLane }: RunningWave, { concurrency, concurrencyPerTag }: Job['rollout']): number {
  const inLane = concurrencyPerTag === null ? 0 : Math.ceil(largestLane / concurrencyPerTag.max);
  return Math.max(Math.ceil(agents / concurrency), inLane);
}

function costOf(waves: readonly RunningWave[]): number {
  const agents = sum(waves, (wave) => wave.agents);
  const calls = CALLS_A_JOB + sum(waves, callsOf);
  return (
    (TRANSITIONS_A_JOB + sum(waves, transitionsOf)) * USD_PER_TRANSITION +
    calls * (USD_PER_CALL + GB_SECONDS_A_CALL * USD_PER_GB_SECOND) +
    agents * (WRITE_UNITS_AN_AGENT * USD_PER_WRITE_UNIT + READ_UNITS_AN_AGENT * USD_PER_READ_UNIT)
  );
}

const transitionsOf = ({ batches, bakeSeconds }: RunningWave): number =>
  TRANSITIONS_A_WAVE +
  batches * TRANSITIONS_A_BATCH +
  (bakeSeconds === 0 ? 0 : TRANSITIONS_A_BAKE + batches * TRANSITIONS_A_VERIFIED_BATCH);

const callsOf = ({ batches, bakeSeconds }: RunningWave): number =>
  CALLS_A_WAVE + batches * CALLS_A_BATCH + (bakeSeconds === 0 ? 0 : CALLS_A_BAKE + batches * CALLS_A_VERIFIED_BATCH);

const sum = (waves: readonly RunningWave[], of: (wave: RunningWave) => number): number =>
  waves.reduce((total, wave) => total + of(wave), 0);
