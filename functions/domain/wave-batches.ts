import { type Batch, type BatchAgent, isDone } from './batch.ts';
import type { Job } from './job.ts';

/** A wave in which there is somebody to send. */
export interface RunningWave {
  /** Its place in the rollout, from 0. */
  readonly wave: number;
  readonly batches: number;
  /** All its agents, or those that are asked for. */
  readonly agents: number;
  /** How many of them are in its largest lane; 0 where none of them is in one. */
  readonly largestLane: number;
  /** How long it is watched before the next one begins, in seconds; 0 for the last one, which nothing follows. */
  readonly bakeSeconds: number;
  /** Has a later wave begun? */
  readonly isPast: boolean;
}

export type WaveBatch = Pick<Batch, 'number' | 'state' | 'agents' | 'lane'>;

/** The waves of a planned job that have batches, in order, with the agents that count. */
export function runningWaves(
  { plan, rollout }: Job,
  batches: readonly WaveBatch[],
  counts: (agent: BatchAgent) => boolean,
): RunningWave[] {
  const waves = (plan.waves ?? []).flatMap(({ firstBatch, endBatch }, wave) => {
    const own = batches.filter(({ number }) => number >= firstBatch && number < endBatch);
    const agents = own.flatMap((batch) => batch.agents).filter(counts).length;
    return agents === 0 ? [] : [{ wave, batches: own.length, agents, largestLane: largestLane(own, counts), endBatch }];
  });
  return waves.map(({ endBatch, ...wave }, index) => ({
    ...wave,
    bakeSeconds: index === waves.length - 1 ? 0 : (rollout.waves[wave.wave]?.bakeSeconds ?? 0),
    isPast: batches.some((batch) => batch.number >= endBatch && hasBegun(batch)),
  }));
}

function largestLane(batches: readonly WaveBatch[], counts: (agent: BatchAgent) => boolean): number {
  const lanes = new Map<string, number>();
  for (const { lane, agents } of batches)
    if (lane !== null) lanes.set(lane, (lanes.get(lane) ?? 0) + agents.filter(counts).length);
  // 100,000 agents may be in as many lanes, nearly more than a call takes arguments.
  return [...lanes.values()].reduce((largest, agents) => Math.max(largest, agents), 0);
}

const hasBegun = ({ state, agents }: WaveBatch): boolean =>
  state !== 'planned' || agents.some((agent) => agent.attempts > 0 || isDone(agent));
