import type { Schemas } from '../../client/client.ts';
import { inWords } from '../options/duration.ts';
import type { World } from '../world.ts';
import { paintOn } from './paint.ts';
import { plain } from './plain.ts';

type Job = Pick<
  Schemas['Job'],
  'id' | 'status' | 'phase' | 'reason' | 'detail' | 'progress' | 'waves' | 'completedAt' | 'simulated'
>;

/** Shows how a job goes on. */
export interface Progress {
  show(job: Job): void;
  /** Leaves the terminal as it should be. */
  end(): void;
}

const BAR = 20;

/**
 * The wave that a job is in, from 1; undefined before it is planned. Waves run one after the other, so that the agents still pending are
 * those of the last ones.
 */
export function currentWave({ waves, progress }: Pick<Job, 'waves' | 'progress'>): number | undefined {
  let after = waves.reduce((sum, { agents }) => sum + agents, 0);
  for (const { number, agents } of waves) {
    after -= agents;
    if (after <= progress.pending) return number;
  }
  return undefined;
}

/** How a job stands, without what changes by itself: `running, wave 1 of 3, 2 of 12 done, 1 failed (WAVE_RUNNING)`. */
export function standing(job: Job): string {
  const { progress, waves, phase, status, reason, detail } = job;
  const { total, succeeded, failed, running } = progress;
  const wave = job.completedAt === null ? currentWave(job) : undefined;
  const parts = [
    phase === 'done' ? status : phase,
    wave !== undefined && `wave ${wave} of ${waves.length}`,
    total > 0 && `${succeeded + failed} of ${total} done`,
    failed > 0 && `${failed} failed`,
    running > 0 && `${running} running`,
  ].filter((part) => part !== false);
  return `${parts.join(', ')} (${reason}${detail === null ? '' : `: ${plain(detail)}`})`;
}

/** One line that a terminal holds: a bar, the standing and the time that is left. */
export function liveLine(job: Job, columns: number): string {
  const { percent, etaSeconds } = job.progress;
  const full = Math.round((percent * BAR) / 100);
  const left = etaSeconds === null || job.completedAt !== null ? '' : `about ${inWords(etaSeconds)} left, `;
  const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(percent).padStart(3)}%  ${left}${standing(job)}`;
  return line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
}

/** A line that is written anew in a terminal; elsewhere a line for each change. */
export function progressOn(world: World): Progress {
  return world.stderr.isTTY === true && world.env['TERM'] !== 'dumb' ? liveProgress(world) : plainProgress(world);
}

/** Back to the line's start, and all of it cleared. */
const CLEAR = '\r\u001b[2K';

function liveProgress(world: World): Progress {
  const { stderr } = world;
  const paint = paintOn(world, stderr);
  let isOpen = false;
  return {
    show: (job) => {
      const colour = job.progress.failed > 0 ? 'red' : job.completedAt === null ? undefined : 'green';
      stderr.write(`${CLEAR}${paint(colour, liveLine(job, stderr.columns || 80))}`);
      isOpen = true;
    },
    end: () => {
      if (isOpen) stderr.write('\n');
      isOpen = false;
    },
  };
}

function plainProgress({ stderr, now }: World): Progress {
  let said = '';
  return {
    show: (job) => {
      const line = standing(job);
      if (line !== said) stderr.write(`${new Date(now()).toISOString().slice(0, 19)}Z ${job.id} ${line}\n`);
      said = line;
    },
    end: () => undefined,
  };
}
