import { type Batch, isDone, isWaiting } from './batch.ts';
import type { Job } from './job.ts';
import { type RunningWave, runningWaves } from './wave-batches.ts';

type EtaBatch = Pick<Batch, 'number' | 'state' | 'agents' | 'claimedAt' | 'lane'>;

/**
 * Seconds until the job ends, at the pace so far: what finished since the first dispatch, over what is left, plus the bakes to come.
 * Null where nobody can tell: nothing has finished, or the job waits for a person, a window, a start or for nodes that are offline, or is being
 * ended. Agents that wait for their nodes are not counted: nobody knows when they will be back.
 * Time that a job was paused counts as slow work.
 */
export function etaSeconds(job: Job, batches: readonly EtaBatch[], now: Date): number | null {
  if (job.phase === 'done') return 0;
  if (job.simulated || job.gate.state !== 'open' || (job.phase !== 'running' && job.phase !== 'baking')) return null;
  const agents = batches.flatMap((batch) => batch.agents);
  const finished = agents.filter((agent) => isDone(agent) && agent.attempts > 0).length;
  const dispatched = firstDispatch(batches);
  if (finished === 0 || dispatched === undefined || job.reason === 'WAITING_FOR_NODES') return null;
  const { past, toCome } = bakesOf(job, batches, now);
  const worked = Math.max(0, (now.getTime() - dispatched) / 1000 - past);
  const left = agents.filter((agent) => !isDone(agent) && !isWaiting(agent)).length;
  return Math.ceil((left * worked) / finished + toCome);
}

/** Milliseconds since the epoch. A batch that is sent again was claimed later than its first dispatch; the others make up for it. */
function firstDispatch(batches: readonly EtaBatch[]): number | undefined {
  const claims = batches.flatMap(({ claimedAt }) => (claimedAt === null ? [] : [new Date(claimedAt).getTime()]));
  return claims.length === 0 ? undefined : claims.reduce((first, claim) => Math.min(first, claim));
}

/** Seconds of baking behind and before the job. */
function bakesOf(
  job: Job,
  batches: readonly EtaBatch[],
  now: Date,
): { readonly past: number; readonly toCome: number } {
  const waves = runningWaves(job, batches, () => true);
  const total = waves.reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
  const toCome = waves.reduce((sum, wave) => sum + bakeToCome(job, wave, now), 0);
  return { past: total - toCome, toCome };
}

function bakeToCome({ bake }: Job, { wave, bakeSeconds, isPast }: RunningWave, now: Date): number {
  if (isPast) return 0;
  if (bake?.wave !== wave) return bakeSeconds;
  return Math.min(bakeSeconds, Math.max(0, (new Date(bake.until).getTime() - now.getTime()) / 1000));
}
