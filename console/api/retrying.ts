import { ApiError } from './api-error.ts';

/** How often a question is asked again before its error is shown. */
const MOST_RETRIES = 3;
/** Longer than this nobody waits before an empty page: the error is shown, and says when to try again. */
const LONGEST_WAIT_SECONDS = 30;

/** Throttled, or for now unable to answer: the same question may be answered later. What was refused stays refused. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiError
    ? [429, 500, 502, 503, 504].includes(error.status) && (error.retryAfterSeconds ?? 0) <= LONGEST_WAIT_SECONDS
    : error instanceof TypeError; // fetch's own, where nothing was answered

/** Is a question asked again? For reading alone: nothing that changes the fleet is ever sent twice by itself. */
export const isAskedAgain = (failures: number, error: unknown): boolean => failures < MOST_RETRIES && isPassing(error);

/** Milliseconds before that: as the API says, else 1 s, 2 s, 4 s. */
export const waitBeforeRetry = (failures: number, error: unknown): number => {
  const told = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return 1_000 * (told ?? 2 ** failures);
};
