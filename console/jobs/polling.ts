/** What the next question depends on. */
export interface Asked {
  /** The job ended: nothing of it changes any more. */
  readonly isDone: boolean;
  /** How often in a row the answer was the same as before (304), or none came. */
  readonly sameAnswers: number;
  /** Nobody looks at the page. */
  readonly isHidden: boolean;
}

const SHORTEST_MS = 2_000;
const LONGEST_MS = 15_000;
const HIDDEN_MS = 60_000;

/** After so many equal answers the job is likely to bake or to wait. */
const PATIENCE = 5;

/**
 * Milliseconds until the job is asked for again; false where it is not. Every 2 s while something happens; where nothing does,
 * half as long again each time, up to 15 s; once a minute where nobody looks.
 */
export function nextPoll({ isDone, sameAnswers, isHidden }: Asked): number | false {
  if (isDone) return false;
  if (isHidden) return HIDDEN_MS;
  return Math.min(LONGEST_MS, Math.round(SHORTEST_MS * 1.5 ** Math.max(0, sameAnswers - PATIENCE)));
}
