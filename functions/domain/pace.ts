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

/** By then settling has found the attempt's outcome or given up (see settling.ts), with one execution time to spare. */
export const forgetAfter = (pace: Pace, notAfter: Date): Date =>
  new Date(notAfter.getTime() + 3 * pace.executionSeconds * 1000);
