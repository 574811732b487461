import * as z from 'zod';
import { BrokenInvariant } from './errors.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const DAY_MINUTES = 24 * 60;
const LONGEST_MINUTES = 7 * DAY_MINUTES;

/** In the order of `Date.getUTCDay()`. */
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
type Weekday = (typeof weekdays)[number];

/** One formatter per zone: making one costs far more than its use (1 µs). Validated names only, so at most some 600. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a zone that this runtime does not know. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const key = timeZone.toLowerCase();
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formatters.set(key, formatter);
  return formatter;
}

/** The runtime also takes `PST`, `IST` (which of three?), `EST` (no summer time) and `+02:00`: none is what people mean. */
function isTimeZone(name: string): boolean {
  if (!/^(utc|[a-z][a-z0-9_+-]*(\/[a-z0-9_+-]+)+)$/i.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const timeZoneSchema = z
  .string()
  .max(64, { abort: true })
  .refine(isTimeZone, {
    error: ({ input }) =>
      `unknown time zone ${JSON.stringify(input)}: an IANA name such as Europe/Berlin, or UTC; no abbreviation and no offset`,
  });

/** Minutes on the wall clock from one start to the next, where they are closest. */
function shortestGapMinutes(days: readonly Weekday[]): number {
  const chosen = days.map((day) => weekdays.indexOf(day));
  const gap = [1, 2, 3, 4, 5, 6].find((length) => chosen.some((day) => chosen.includes((day + length) % 7)));
  return (gap ?? 7) * DAY_MINUTES;
}

/**
 * When a fleet may be touched: every week on some days from a wall-clock time on, for some minutes. It may cross midnight
 * and the end of the week. It may last until its own next start, but not longer.
 */
export const windowSchema = z
  .strictObject({
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'each day once'),
    /** Wall-clock time in `timeZone`. */
    start: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day from 00:00 to 23:59, such as 02:30'),
    /** Real minutes, whatever the clocks do meanwhile. */
    durationMinutes: z.int().min(15).max(LONGEST_MINUTES),
    timeZone: timeZoneSchema,
  })
  .superRefine(({ days, durationMinutes }, context) => {
    const gap = shortestGapMinutes(days);
    if (durationMinutes <= gap) return;
    const message = `at most ${gap}: the next opening starts ${gap} minutes later, and openings must not overlap`;
    context.addIssue({ code: 'custom', path: ['durationMinutes'], message });
  });
export type Window = z.infer<typeof windowSchema>;

/** What the zone's clocks add to UTC, in milliseconds. Throws a RangeError where `instant` is no date. */
function offsetAt(timeZone: string, instant: number): number {
  const text = formatterOf(timeZone).format(instant);
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (match === null) throw new BrokenInvariant(`no offset in ${JSON.stringify(text)}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * SECOND;
  return sign === '-' ? -size : size;
}

/**
 * When the zone's clocks first show `wall` (milliseconds, as if it were UTC). What they show twice counts the first time;
 * what they skip counts as the first moment after the gap. Costs 2 formatter calls, at most 4 within a day of a change,
 * and 12 more in a skipped hour. It supposes at most one change within 48 hours.
 */
function firstShowing(timeZone: string, wall: number): number {
  const before = offsetAt(timeZone, wall - DAY);
  const after = offsetAt(timeZone, wall + DAY);
  if (before === after) return wall - before;
  // Before the change comes before after it: the first that holds is the first of both.
  const shown = [before, after].find((offset) => offsetAt(timeZone, wall - offset) === offset);
  return shown === undefined ? changeBetween(timeZone, wall - after, wall - before) : wall - shown;
}

/** The first second after `low`, and at latest `high`, at which the zone has the offset of `high`. */
function changeBetween(timeZone: string, low: number, high: number): number {
  const after = offsetAt(timeZone, high);
  let [old, changed] = [low, high];
  while (changed - old > SECOND) {
    const middle = old + Math.floor((changed - old) / 2 / SECOND) * SECOND;
    if (offsetAt(timeZone, middle) === after) changed = middle;
    else old = middle;
  }
  return changed;
}

/**
 * One week and its first weekday again, since the opening of the first day may have ended; and a day more, since clocks that
 * go back over midnight, as St. John's did until 2011, show a date that is past once more.
 */
const DAYS_TO_LOOK_AT = 9;

/** The first opening that ends after `at`, all in milliseconds: it holds `at`, or it is the next one. */
function openingAround({ days, start, durationMinutes, timeZone }: Window, at: number): { start: number; end: number } {
  const duration = durationMinutes * MINUTE;
  const wallClock = at - duration + offsetAt(timeZone, at - duration);
  const firstDay = Math.floor(wallClock / DAY);
  const timeOfDay = Date.parse(`1970-01-01T${start}Z`);
  for (let day = firstDay; day < firstDay + DAYS_TO_LOOK_AT; day += 1) {
    const weekday = weekdays[new Date(day * DAY).getUTCDay()];
    if (weekday === undefined || !days.includes(weekday)) continue;
    const opening = firstShowing(timeZone, day * DAY + timeOfDay);
    if (at < opening + duration) return { start: opening, end: opening + duration };
  }
  throw new BrokenInvariant(`a window on ${days.length} days that opens on none`);
}

/** Is `at` within the window? Its start is, its end is not. */
export const isOpen = (window: Window, at: Date): boolean => openingAround(window, at.getTime()).start <= at.getTime();

/** When work may begin: `at` itself where the window is open, else its next start. Throws a RangeError for an invalid date. */
export const nextOpening = (window: Window, at: Date): Date =>
  new Date(Math.max(at.getTime(), openingAround(window, at.getTime()).start));

/** A chain of openings with any break in its week ends within two, even where a change of the clocks bridges the break. */
const LONGEST_CHAIN = 14 * DAY;

/**
 * When the window that is open at `at` closes; undefined where it is closed. Openings that touch are one. A window
 * without any break answers a moment 14 to 21 days ahead, at which it is still open.
 */
export function closesAt(window: Window, at: Date): Date | undefined {
  let open = at.getTime();
  while (open < at.getTime() + LONGEST_CHAIN) {
    const opening = openingAround(window, open);
    if (opening.start > open) break;
    open = opening.end;
  }
  return open === at.getTime() ? undefined : new Date(open);
}
