import type { Batch } from './batch.ts';
import type { WaveWork } from './cost.ts';
import type { Job } from './job.ts';
import type { AgentResult } from './results.ts';
import { waveOf } from './rollout.ts';
import { runningWaves } from './wave-batches.ts';

/** What became of one wave. */
export interface ReportedWave {
  /** From 1. */
  readonly number: number;
  /** Without those whose nodes were terminated. */
  readonly agents: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly excluded: number;
  /** How long it is watched before the next one begins; the last one is not. */
  readonly bakeSeconds: number;
  /** When its first command was about to be sent, ISO 8601; null where none was, or where it is not known. */
  readonly begunAt: string | null;
  /** When its last agent was done, before its bake; where the job ended first, when that did. Null before, or where it is not known. */
  readonly endedAt: string | null;
}

/** The number, from 1, of the wave that target number `target` is in; null before all targets are known. */
export const waveNumberOf = ({ plan, rollout }: Job, target: number): number | null =>
  plan.expanded && rollout.waves.length > 0 ? waveOf(target, sizesOf(rollout)) + 1 : null;

const sizesOf = ({ waves }: Job['rollout']): number[] => waves.map(({ size }) => size);

/** @param results of all agents of the job, in the caller's order; none before all targets are known */
export function wavesReported(job: Job, results: readonly AgentResult[], batches: readonly Batch[]): ReportedWave[] {
  if (!job.plan.expanded) return [];
  let first = 0;
  return job.rollout.waves.map(({ size, bakeSeconds }, wave) => {
    const own = results.slice(first, first + size);
    first += size;
    const count = (is: AgentResult['status']) => own.filter(({ status }) => status === is).length;
    const excluded = count('excluded');
    return {
      number: wave + 1,
      agents: own.length - excluded,
      succeeded: count('success'),
      failed: count('failed'),
      excluded,
      bakeSeconds,
      ...timesOf(job, batchesIn(job, wave, batches)),
    };
  });
}

function batchesIn({ plan }: Job, wave: number, batches: readonly Batch[]): readonly Batch[] {
  const { firstBatch, endBatch } = plan.waves?.[wave] ?? { firstBatch: 0, endBatch: 0 };
  return batches.filter(({ number }) => number >= firstBatch && number < endBatch);
}

function timesOf(job: Job, batches: readonly Batch[]): Pick<ReportedWave, 'begunAt' | 'endedAt'> {
  const [begunAt = null] = batches.flatMap((batch) => batch.begunAt ?? []).sort();
  if (begunAt === null) return { begunAt, endedAt: null };
  const settled = batches.map(({ state, settledAt }) =>
    state === 'settled' || state === 'verifying' ? settledAt : null,
  );
  const ends = settled.flatMap((settledAt) => settledAt ?? []).sort();
  return { begunAt, endedAt: ends.length === batches.length ? (ends.at(-1) ?? null) : job.completedAt };
}

/** What was done for each wave that has begun. */
export function workOf(job: Job, batches: readonly Batch[]): WaveWork[] {
  const waves = runningWaves(job, batches, () => true).map(({ wave, bakeSeconds, isPast }) => {
    const own = batchesIn(job, wave, batches);
    return {
      passes: own.reduce((sum, batch) => sum + passesOf(batch), 0),
      isBaked: bakeSeconds > 0 && (isPast || job.bake?.wave === wave),
      verified: own.filter(({ verified, state }) => verified || state === 'verifying').length,
      attempts: own.flatMap(({ agents }) => agents).reduce((sum, { attempts }) => sum + attempts, 0),
    };
  });
  return waves.filter(({ passes }) => passes > 0);
}

/** A batch that is planned has not come to its attempt. */
const passesOf = ({ state, attempt }: Batch): number => (state === 'planned' ? attempt - 1 : attempt);
