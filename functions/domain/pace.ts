import * as z from 'zod';

const seconds = z.int().min(1);

/** How patient the workflow is, in seconds. An environment sets it. */
export const paceSchema = z.strictObject({
  /** Pause before a batch's first poll; each further one takes twice as long. */
  firstPollSeconds: seconds,
  longestPollSeconds: seconds,
  /** How long Systems Manager tries to deliver a command. Its own least is 30. */
  deliverySeconds: z.int().min(30).max(300),
  /** How long a delivered script may take until its switch begins. */
  preparationSeconds: seconds,
  /** How long a script may take in all, the way back included. The documents end it after this. */
  executionSeconds: seconds,
  /** How often a job that has nothing else to do looks for nodes that are back. */
  lookAgainSeconds: seconds,
  /** A node that was found offline is not tried again before, so that one that comes and goes keeps nobody busy. */
  leaveAloneSeconds: seconds,
});
export type Pace = z.infer<typeof paceSchema>;

/** The pause before poll number `polls + 1`. */
export const pollSeconds = (pace: Pace, polls: number): number =>
  Math.min(pace.longestPollSeconds, pace.firstPollSeconds * 2 ** Math.min(polls, 20));

/** After this an attempt's script neither starts nor switches. */
export const notAfterOf = (pace: Pace, now: Date): Date =>
  new Date(now.getTime() + (pace.deliverySeconds + pace.preparationSeconds) * 1000);

/** When an attempt may begin. */
export interface Times {
  /** After this nothing of it starts; a script of ours does not switch after it, either. */
  readonly notAfter: Date;
  /** How long Systems Manager tries to deliver the command. */
  readonly deliverySeconds: number;
}

/** Systems Manager takes no shorter time (SendCommand, `TimeoutSeconds`). */
const SHORTEST_DELIVERY_SECONDS = 30;

/**
 * When an attempt may begin that is sent now.
 * @param heedsNotAfter does its document refuse to start too late? One that does not begins whenever it is delivered, and only Systems
 * Manager keeps it from being delivered after the window has closed: to 30 s.
 * @param closes when the window closes; undefined without one
 */
export function timesOf(pace: Pace, heedsNotAfter: boolean, closes: Date | undefined, now: Date): Times {
  if (heedsNotAfter) {
    const notAfter = notAfterOf(pace, now);
    return {
      notAfter: closes !== undefined && closes < notAfter ? closes : notAfter,
      deliverySeconds: pace.deliverySeconds,
    };
  }
  const left = closes === undefined ? pace.deliverySeconds : Math.floor((closes.getTime() - now.getTime()) / 1000);
  const deliverySeconds = Math.max(SHORTEST_DELIVERY_SECONDS, Math.min(pace.deliverySeconds, left));
  return { notAfter: new Date(now.getTime() + deliverySeconds * 1000), deliverySeconds };
}

/** By then settling has found the attempt's outcome or given up (see settling.ts), with one execution time to spare. */
export const forgetAfter = (pace: Pace, notAfter: Date): Date =>
  new Date(notAfter.getTime() + 3 * pace.executionSeconds * 1000);
