import { costOf, usageOf, type WaveWork } from './cost.ts';
import type { Job } from './job.ts';
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

/** Null before the job is planned. Agents that were seen to be beyond reach would cost nothing and are left out. */
export function estimateOf(job: Job, batches: readonly WaveBatch[]): Estimate | null {
  if (job.plan.waves === null) return null;
  const waves = runningWaves(job, batches, ({ status }) => status !== 'failed' && status !== 'excluded');
  return { seconds: secondsOf(waves, job.rollout), costUsd: costOf(usageOf(waves.map(workOf))).usd };
}

const secondsOf = (waves: readonly RunningWave[], rollout: Job['rollout']): number =>
  sum(waves, (wave) => roundsOf(wave, rollout) * TYPICAL_SECONDS + wave.bakeSeconds);

/** How often agents of a wave go at once: as often as all of them need, or as its largest lane does, of which fewer go at once. */
function roundsOf({ agents, largestLane }: RunningWave, { concurrency, concurrencyPerTag }: Job['rollout']): number {
  const inLane = concurrencyPerTag === null ? 0 : Math.ceil(largestLane / concurrencyPerTag.max);
  return Math.max(Math.ceil(agents / concurrency), inLane);
}

const workOf = ({ batches, agents, bakeSeconds }: RunningWave): WaveWork => {
  const isBaked = bakeSeconds > 0;
  return { passes: batches, isBaked, verified: isBaked ? batches : 0, attempts: agents };
};

const sum = (waves: readonly RunningWave[], of: (wave: RunningWave) => number): number =>
  waves.reduce((total, wave) => total + of(wave), 0);
