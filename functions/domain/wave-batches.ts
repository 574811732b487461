import { type Batch, type BatchAgent, isDone } from './batch.ts';
import type { Job } from './job.ts';

/** A wave in which there is somebody to send. */
export interface RunningWave {
  /** Its place in the rollout, from 0. */
  readonly wave: number;
  readonly batches: number;
  /** All its agents, or those that are asked for. */
  readonly agents: number;
  /** How long it is watched before the next one begins, in seconds; 0 for the last one, which nothing follows. */
  readonly bakeSeconds: number;
  /** Has a later wave begun? */
  readonly isPast: boolean;
}

type WaveBatch = Pick<Batch, 'number' | 'state' | 'agents'>;

/** The waves of a planned job that have batches, in order, with the agents that count. */
export function runningWaves(
  { plan, rollout }: Job,
  batches: readonly WaveBatch[],
  counts: (agent: BatchAgent) => boolean,
): RunningWave[] {
  const waves = (plan.waves ?? []).flatMap(({ firstBatch, endBatch }, wave) => {
    const own = batches.filter(({ number }) => number >= firstBatch && number < endBatch);
    const agents = own.flatMap((batch) => batch.agents).filter(counts).length;
    return agents === 0 ? [] : [{ wave, batches: own.length, agents, endBatch }];
  });
  return waves.map(({ endBatch, ...wave }, index) => ({
    ...wave,
    bakeSeconds: index === waves.length - 1 ? 0 : (rollout.waves[wave.wave]?.bakeSeconds ?? 0),
    isPast: batches.some((batch) => batch.number >= endBatch && hasBegun(batch)),
  }));
}

const hasBegun = ({ state, agents }: WaveBatch): boolean =>
  state !== 'planned' || agents.some((agent) => agent.attempts > 0 || isDone(agent));
