import { InvalidArgumentError } from 'commander';

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a text such as `90s`, `10m`, `1h30m` or `2d`. @throws InvalidArgumentError */
export function seconds(text: string): number {
  if (!/^(\d{1,6}[smhd])+$/.test(text)) throw new InvalidArgumentError('A duration such as 90s, 10m, 1h30m or 2d.');
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (secondsOf[unit ?? ''] ?? 0),
    0,
  );
}

/** The same seconds for people, in the two largest units: `1 h 30 min`. */
export function inWords(total: number): string {
  const whole = Math.round(total);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 48) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  return `${Math.round(hours / 24)} days`;
}
