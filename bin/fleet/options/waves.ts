import { InvalidArgumentError } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { seconds } from './duration.ts';
import { list, size } from './values.ts';

/** `1:10m,10%:1h,50%` as waves: each a size and, after a colon, how long it is watched. @throws InvalidArgumentError */
export function waves(text: string): NonNullable<Schemas['Rollout']['waves']> {
  return list(text).map((wave) => {
    const [agents = '', bake, ...more] = wave.split(':');
    if (more.length > 0) throw new InvalidArgumentError('Waves such as 1:10m,10%:1h,50%.');
    return { size: size(agents), ...(bake !== undefined && { bakeSeconds: seconds(bake) }) };
  });
}

type Day = Schemas['Window']['days'][number];
const days: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const dayNames: readonly string[] = days;

/** `mon-fri 22:00 4h Europe/Berlin`: days, start, duration and time zone (UTC unless given). @throws InvalidArgumentError */
export function window(text: string): Schemas['Window'] {
  const [when = '', start = '', duration = '', timeZone = 'UTC', ...more] = text.trim().split(/\s+/);
  if (!/^\d\d:\d\d$/.test(start) || more.length > 0)
    throw new InvalidArgumentError("Days, start, duration and time zone, such as 'mon-fri 22:00 4h Europe/Berlin'.");
  const durationMinutes = Math.round(seconds(duration) / 60);
  return { days: when.toLowerCase().split(',').flatMap(daysOf), start, durationMinutes, timeZone };
}

/** `daily`, a day, or a range of days, which may go over the end of the week: `fri-mon`. */
function daysOf(text: string): Day[] {
  if (text === 'daily') return [...days];
  const [first, last = first, ...more] = text.split('-').map((name) => dayNames.indexOf(name));
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0)
    throw new InvalidArgumentError(`No day is called "${text}": ${days.join(', ')}, mon-fri, or daily.`);
  const length = ((last - first + days.length) % days.length) + 1;
  return Array.from({ length }, (_, index) => days[(first + index) % days.length]).filter((day) => day !== undefined);
}
