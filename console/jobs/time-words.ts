const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long that is, for people: the two largest units that say something, such as `1 h 5 min`. Seconds, rounded; less than none is none. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / DAY), 'd'],
    [Math.floor((whole % DAY) / HOUR), 'h'],
    [Math.floor((whole % HOUR) / MINUTE), 'min'],
    [whole % MINUTE, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** From when a job was asked for until its end, or until now. */
export function jobDuration(
  { createdAt, completedAt }: { readonly createdAt: string; readonly completedAt: string | null },
  now: Date,
): string {
  const end = completedAt === null ? now : new Date(completedAt);
  return durationWords(secondsBetween(new Date(createdAt), end));
}

/** What a job's estimate of its end says. @param etaSeconds null where nobody can tell */
export function etaWords({
  phase,
  etaSeconds,
}: {
  readonly phase: string;
  readonly etaSeconds: number | null;
}): string {
  if (phase === 'done') return 'Ended';
  return etaSeconds === null ? 'Nobody can tell yet' : `About ${durationWords(etaSeconds)} left`;
}

/** A moment in UTC to the second, as the audit trail and the logs have it: `2026-03-01 09:30:00 UTC`. */
export const momentWords = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/** Less than none where the second is the earlier one. */
export const secondsBetween = (from: Date, until: Date): number => (until.getTime() - from.getTime()) / 1000;
