import { Refusal } from './errors.ts';
import type { Size } from './size.ts';

const DAY_MS = 86_400_000;

/** A Standard execution ends after a year; five days of it are for the commands themselves. */
const LONGEST_DAYS = 360;

/** What a request for a rollout says about time; the request's own schema reads it, too. */
interface WatchedRequest {
  readonly waves?: readonly { readonly bakeSeconds: number }[] | undefined;
  readonly canary?: Size | undefined;
  readonly bakeSeconds?: number | undefined;
}
interface TimedRequest extends WatchedRequest {
  readonly startAt?: string | undefined;
}

/** Waves of the default plan of 1,000,000 agents: a canary of 10, and twice as many each time, 16 times. */
const MOST_DEFAULT_WAVES = 17;

/** How long all waves together are watched at most, in seconds, as far as the request itself says. */
export function watchedSeconds({ waves, canary, bakeSeconds = 0 }: WatchedRequest): number {
  if (waves !== undefined) return waves.reduce((sum, wave) => sum + wave.bakeSeconds, 0);
  return canary === undefined ? MOST_DEFAULT_WAVES * bakeSeconds : bakeSeconds;
}

/**
 * @param deployedBakeSeconds how long each wave is watched where the request does not say so
 * @throws Refusal (unacceptable) where the workflow would end before the job, whose waves are watched after its start
 */
export function refuseStartTooFar(request: TimedRequest, deployedBakeSeconds: number, now: Date): void {
  if (request.startAt === undefined) return;
  const watched = watchedSeconds({ ...request, bakeSeconds: request.bakeSeconds ?? deployedBakeSeconds });
  const latest = new Date(now.getTime() + LONGEST_DAYS * DAY_MS - watched * 1000);
  if (new Date(request.startAt) <= latest) return;
  const why = `A job waits and watches for ${LONGEST_DAYS} days at most`;
  const detail = `${why}: with these bakes it starts by ${latest.toISOString()}. Submit it later.`;
  throw new Refusal('unacceptable', 'START_TOO_FAR', detail, [{ pointer: '/rollout/startAt', detail: 'too far off' }]);
}
