import type { Schemas } from '../../bin/client/client.ts';
import { agents } from './actions.ts';
import { durationWords, secondsBetween } from './time-words.ts';

type Job = Schemas['Job'];
type JobEvent = Schemas['JobEvent'];
type ReportedWave = Schemas['ReportedWave'];

export type WaveState = 'to-come' | 'running' | 'baking' | 'verifying' | 'passed' | 'stopped';

export interface TimelineWave {
  readonly number: number;
  readonly state: WaveState;
  /** Its agents and what became of them. */
  readonly words: string;
  readonly failureThreshold: number | string;
  /** Its share of the job's agents, in percent. */
  readonly share: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly agents: number;
  readonly begunAt: string | null;
  readonly endedAt: string | null;
  /** What stands between it and the next one; null after the last one, or where nothing does. */
  readonly bake: { readonly words: string /** 0 to 100. */; readonly percent: number } | null;
}

export interface Gate {
  readonly at: string;
  readonly words: string;
  readonly by: string | null;
}

type TimelineJob = Pick<Job, 'waves' | 'phase' | 'reason' | 'status'>;

/**
 * The waves of a job as they went until now.
 * @param reported what the job's report says of its waves; empty where it is not there yet
 * @param events the audit trail, oldest first
 */
export function timelineOf(
  job: TimelineJob,
  reported: readonly ReportedWave[],
  events: readonly JobEvent[],
  now: Date,
): readonly TimelineWave[] {
  const total = job.waves.reduce((sum, wave) => sum + wave.agents, 0);
  return job.waves.map((wave, index) => {
    const found = reported.find(({ number }) => number === wave.number);
    const nextHasBegun = reported.some(({ number, begunAt }) => number > wave.number && begunAt !== null);
    const state = stateOf(job, found, nextHasBegun);
    const { succeeded = 0, failed = 0, begunAt = null, endedAt = null } = found ?? {};
    const { number, failureThreshold } = wave;
    const isLast = index === job.waves.length - 1;
    const share = total === 0 ? 0 : (100 * wave.agents) / total;
    const bake = isLast ? null : bakeOf(wave.bakeSeconds, state, bakeBegan(events, endedAt), now);
    const words = wordsOf(wave.agents, found);
    return {
      number,
      state,
      words,
      failureThreshold,
      share,
      succeeded,
      failed,
      agents: wave.agents,
      begunAt,
      endedAt,
      bake,
    };
  });
}

function stateOf(job: TimelineJob, wave: ReportedWave | undefined, nextHasBegun: boolean): WaveState {
  if (job.phase === 'done' && job.status === 'success') return 'passed';
  if (wave === undefined || wave.begunAt === null) return job.phase === 'done' ? 'stopped' : 'to-come';
  if (nextHasBegun) return 'passed';
  if (job.phase === 'done') return wave.failed > 0 || wave.endedAt === null ? 'stopped' : 'passed';
  if (wave.endedAt === null) return 'running';
  if (job.reason === 'VERIFYING') return 'verifying';
  return wave.bakeSeconds > 0 ? 'baking' : 'running';
}

const wordsOf = (planned: number, wave: ReportedWave | undefined): string =>
  wave === undefined || wave.begunAt === null
    ? agents(planned)
    : [
        `${wave.succeeded.toLocaleString('en')} of ${agents(wave.agents)} succeeded`,
        ...(wave.failed > 0 ? [`${wave.failed.toLocaleString('en')} failed`] : []),
        ...(wave.excluded > 0 ? [`${wave.excluded.toLocaleString('en')} terminated`] : []),
      ].join(', ');

/** The trail says when the watch began; the end of the wave's last agent is the next best. */
function bakeBegan(events: readonly JobEvent[], endedAt: string | null): string | null {
  if (endedAt === null) return null;
  return events.find(({ reason, at }) => reason === 'BAKING' && at >= endedAt)?.at ?? endedAt;
}

function bakeOf(seconds: number, state: WaveState, began: string | null, now: Date): TimelineWave['bake'] {
  // Behind a wave that stopped the job there is no next one to wait for.
  if (seconds === 0 || state === 'stopped') return null;
  const long = durationWords(seconds);
  if (state === 'passed' || state === 'verifying') return { words: `Watched for ${long}`, percent: 100 };
  if (state !== 'baking' || began === null) return { words: `Watched for ${long} before the next wave`, percent: 0 };
  const past = Math.min(seconds, Math.max(0, secondsBetween(new Date(began), now)));
  return { words: `Watched for ${durationWords(seconds - past)} more of ${long}`, percent: (100 * past) / seconds };
}

const gateReasons: ReadonlySet<JobEvent['reason']> = new Set([
  'AWAITING_APPROVAL',
  'APPROVED',
  'SCHEDULED',
  'WINDOW_CLOSED',
  'ALARM',
  'ALARM_UNREADABLE',
  'FROZEN',
  'VERSION_DEPRECATED',
  'PAUSED',
  'RESUMED',
  'ROLLED_BACK',
  'CANCELLED',
  'FAILURE_THRESHOLD',
  'WAVE_VANISHED',
]);

/** What held the job up, let it go on or ended it; in the order in which it happened, each of them once however many phases it went through. */
export const gatesOf = (
  events: readonly JobEvent[],
  sentence: (reason: JobEvent['reason']) => string,
): readonly Gate[] =>
  events
    .filter(({ reason }, index) => gateReasons.has(reason) && events[index - 1]?.reason !== reason)
    .map(({ at, reason, detail, by }) => ({ at, words: detail ?? sentence(reason), by }));
