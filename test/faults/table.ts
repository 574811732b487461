import type { Play } from './fault.ts';
import { verdictOn } from './verdict.ts';

export interface Row {
  readonly fault: string;
  readonly jobs: number;
  readonly ended: number;
  readonly wrong: readonly string[];
  readonly lost: readonly string[];
  readonly longestSeconds: number;
  readonly skipped: string | undefined;
}

export function rowOf(fault: string, play: Play): Row {
  const played = typeof play === 'string' ? [] : play;
  const verdicts = played.map(verdictOn);
  return {
    fault,
    jobs: played.length,
    ended: verdicts.filter(({ ended }) => ended).length,
    wrong: verdicts.flatMap(({ wrong }) => wrong),
    lost: verdicts.flatMap(({ lost }) => lost),
    longestSeconds: Math.max(0, ...played.map(({ seconds }) => seconds)),
    skipped: typeof play === 'string' ? play : undefined,
  };
}

/** How the agents of all jobs ended: `UPGRADED 5, CHECKSUM_MISMATCH 2`. */
export function outcomes(play: Play): string {
  const reasons = (typeof play === 'string' ? [] : play).flatMap(({ agents = [] }) =>
    agents.map(({ reason }) => reason),
  );
  const counts = [...Map.groupBy(reasons, (reason) => reason ?? 'nothing')].map(
    ([reason, all]) => [reason, all.length] as const,
  );
  return counts
    .toSorted(([, one], [, other]) => other - one)
    .map((count) => count.join(' '))
    .join(', ');
}

/** Did every job end, with the truth about every agent? */
export const isGood = ({ jobs, ended, wrong, lost }: Row): boolean =>
  ended === jobs && wrong.length === 0 && lost.length === 0;

const duration = (seconds: number): string =>
  seconds < 3600 ? `${seconds.toFixed(1)} s` : `${(seconds / 3600).toFixed(1)} h`;

/** A line for each fault, and below it a sentence for each agent that is wrong or lost. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['fault', 'jobs', 'ended', 'wrong', 'lost', 'longest'],
    ...rows.map(({ fault, jobs, ended, wrong, lost, longestSeconds, skipped }) =>
      skipped === undefined
        ? [fault, String(jobs), String(ended), String(wrong.length), String(lost.length), duration(longestSeconds)]
        : [fault, `skipped: ${skipped}`],
    ),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...cells.filter((row) => row.length === 6).map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(row.length === 2 ? 0 : (widths[column] ?? 0)),
      )
      .join('  '),
  );
  const complaints = rows.flatMap(({ fault, wrong, lost }) => [
    ...wrong.map((sentence) => `${fault}: ${sentence}`),
    ...lost.map((agent) => `${fault}: ${agent} has no outcome`),
  ]);
  return [...lines, ...complaints].join('\n');
}
