import type { OpenJob } from './ports.ts';

/** Planning 100,000 agents takes minutes. */
const LONGEST_PLANNING_MS = 3_600_000;

/** Longer than all that is under way when nothing more is sent: an attempt (4,260 s), and the hour after which a batch is given up. */
const LONGEST_ENDING_MS = 3 * 3_600_000;

/** A wave of a large fleet may take long, and not a day without a word. */
const LONGEST_RUNNING_MS = 24 * 3_600_000;

/** A workflow that was started again so often does not get past something. */
const MOST_RESTARTS = 3;

/** Must somebody look at the job? One that waits as it was told to, for a time, a person or its nodes, is well however long it waits. */
export function isStuck({ phase, reason, lastEvent, execution }: OpenJob, now: Date): boolean {
  if (execution.restarts >= MOST_RESTARTS) return true;
  const longest = longestOf(phase, reason);
  return longest !== undefined && lastEvent !== null && now.getTime() - new Date(lastEvent.at).getTime() > longest;
}

function longestOf(phase: OpenJob['phase'], reason: OpenJob['reason']): number | undefined {
  switch (phase) {
    case 'planning':
      return reason === 'PARENT_ENDING' ? LONGEST_ENDING_MS : LONGEST_PLANNING_MS;
    case 'cancelling':
      return LONGEST_ENDING_MS;
    case 'running':
      return reason === 'WAITING_FOR_NODES' ? undefined : LONGEST_RUNNING_MS;
    case 'awaiting-approval':
    case 'scheduled':
    case 'baking':
    case 'paused':
    case 'done':
    case null:
      return undefined;
  }
}
