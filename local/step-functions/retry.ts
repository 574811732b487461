import * as z from 'zod';
import type { Failure } from './failure.ts';
import { resultPathSchema } from './paths.ts';

/**
 * Names that states report themselves, and that may be matched (AWS: "Handling errors in Step Functions workflows").
 * States.Runtime is left out on purpose: it always ends the execution, so that naming it is a misunderstanding.
 */
const RESERVED: ReadonlySet<string> = new Set([
  'States.ALL',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.ResultPathMatchFailure',
  'States.TaskFailed',
  'States.Timeout',
]);

const errorName = z
  .string()
  .min(1)
  .refine((name) => !name.startsWith('States.') || RESERVED.has(name), { error: 'no error that can be matched' });

const errorEquals = z
  .array(errorName)
  .min(1)
  .refine((names) => !names.includes('States.ALL') || names.length === 1, 'States.ALL stands alone');

/** AWS: a retrier's numbers are at most 99,999,999, MaxDelaySeconds less than 31,622,400 (366 days). */
const retrierSchema = z.strictObject({
  ErrorEquals: errorEquals,
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
  Comment: z.string().optional(),
});

const catcherSchema = z.strictObject({
  ErrorEquals: errorEquals,
  Next: z.string(),
  ResultPath: resultPathSchema.nullable().optional(),
  Comment: z.string().optional(),
});

export type Retrier = z.output<typeof retrierSchema>;
export type Catcher = z.output<typeof catcherSchema>;

const wildcardLast = (list: readonly { readonly ErrorEquals: readonly string[] }[]) =>
  list.every(({ ErrorEquals }, index) => !ErrorEquals.includes('States.ALL') || index === list.length - 1);

/** Retry and Catch, as Task and Map states have them. */
export const handlers = {
  Retry: z.array(retrierSchema).refine(wildcardLast, 'States.ALL comes last').default([]),
  Catch: z.array(catcherSchema).refine(wildcardLast, 'States.ALL comes last').default([]),
};

/**
 * Whether a list of error names covers a failure. States.TaskFailed covers everything but timeouts; neither it nor
 * States.ALL covers States.DataLimitExceeded; nothing covers States.Runtime.
 */
export function covers(errorEquals: readonly string[], { error = '', missedHeartbeat }: Failure): boolean {
  if (error === 'States.Runtime') return false;
  const wildcards = error !== 'States.DataLimitExceeded';
  return errorEquals.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && wildcards) ||
      (name === 'States.TaskFailed' && wildcards && error !== 'States.Timeout') ||
      (name === 'States.HeartbeatTimeout' && missedHeartbeat === true),
  );
}

export interface Retrial {
  /** Which retrier retries: each counts for itself. */
  readonly retrier: number;
  readonly delayMs: number;
}

/**
 * The next attempt, if any is left. The first retrier that covers the failure decides; where its attempts are used up,
 * later ones are not asked. `attempts` are the retries that each retrier has had, `chance` is in [0, 1).
 */
export function nextRetrial(
  retriers: readonly Retrier[],
  attempts: readonly number[],
  failure: Failure,
  chance: () => number,
): Retrial | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => covers(ErrorEquals, failure));
  const retrier = retriers[index];
  const had = attempts[index] ?? 0;
  if (retrier === undefined || had >= retrier.MaxAttempts) return undefined;
  const backoff = retrier.IntervalSeconds * retrier.BackoffRate ** had;
  const seconds = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return { retrier: index, delayMs: seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? chance() : 1) };
}
