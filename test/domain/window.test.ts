import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closesAt, isOpen, nextOpening, type Window, windowSchema } from '../../functions/domain/window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const nightly: Window = { days: ['tue'], start: '02:00', durationMinutes: 60, timeZone: 'Europe/Berlin' };
const week: Window['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const windowWith = (change: Partial<Window>): Window => windowSchema.parse({ ...nightly, ...change });
const later = (date: Date, milliseconds: number) => new Date(date.getTime() + milliseconds);

describe('a window', () => {
  test.each([
    ['one day', {}],
    ['until its own next start, a day later', { days: ['mon', 'tue'], durationMinutes: 1440 }],
    ['until its own next start, over the end of the week', { days: ['sun', 'tue', 'thu'], durationMinutes: 2880 }],
    ['until its own next start, a week later', { durationMinutes: 10_080 }],
    ['a link of the zone database', { timeZone: 'Asia/Calcutta' }],
    ['a zone in three parts', { timeZone: 'America/Argentina/Buenos_Aires' }],
    ['UTC', { timeZone: 'UTC' }],
  ])('takes %s', (_sentence, change) => {
    expect(windowSchema.parse({ ...nightly, ...change })).toEqual({ ...nightly, ...change });
  });

  const zone = (name: string) => `unknown time zone "${name}"`;
  test.each([
    ['no day', { days: [] }, 'days', '>=1'],
    ['a day twice', { days: ['mon', 'mon'] }, 'days', 'each day once'],
    ['a long name of a day', { days: ['monday'] }, 'days.0', '"mon"'],
    ['24:00', { start: '24:00' }, 'start', 'from 00:00 to 23:59'],
    ['one digit of an hour', { start: '2:00' }, 'start', 'from 00:00 to 23:59'],
    ['a line break', { start: '02:00\n' }, 'start', 'from 00:00 to 23:59'],
    ['14 minutes', { durationMinutes: 14 }, 'durationMinutes', '>=15'],
    ['half a minute', { durationMinutes: 30.5 }, 'durationMinutes', 'int'],
    ['more than a week', { durationMinutes: 10_081 }, 'durationMinutes', '<=10080'],
    ['an overlap', { days: ['mon', 'tue'], durationMinutes: 1441 }, 'durationMinutes', 'at most 1440'],
    [
      'an overlap over the end of the week',
      { days: ['sat', 'mon', 'wed'], durationMinutes: 2881 },
      'durationMinutes',
      'at most 2880',
    ],
    ['a misspelt zone', { timeZone: 'Europe/Berln' }, 'timeZone', zone('Europe/Berln')],
    ['no zone', { timeZone: '' }, 'timeZone', zone('')],
    ['an abbreviation', { timeZone: 'PST' }, 'timeZone', zone('PST')],
    ['an offset', { timeZone: '+02:00' }, 'timeZone', zone('+02:00')],
    ['an endless zone', { timeZone: 'A/'.repeat(33) }, 'timeZone', '<=64'],
    ['an unknown property', { until: '03:00' }, '', 'until'],
  ])('refuses %s', (_sentence, change, path, message) => {
    const issues = windowSchema.safeParse({ ...nightly, ...change }).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toContainEqual([
      path,
      expect.stringContaining(message),
    ]);
  });
});

type Row = [sentence: string, change: Partial<Window>, opens: string, closes: string];
const sunday = (start: string, change: Partial<Window> = {}): Partial<Window> => ({ days: ['sun'], start, ...change });
const [kolkata, kiritimati, niue] = ['Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Niue'];
const weekdays = { days: week.slice(0, 5), start: '00:00', durationMinutes: 1440, timeZone: 'UTC' };

const ordinary: Row[] = [
  ['in winter', {}, '2026-01-13T01:00Z', '2026-01-13T02:00Z'],
  ['in summer', {}, '2026-07-14T00:00Z', '2026-07-14T01:00Z'],
  ['on any of its days', { days: ['fri', 'tue', 'wed'] }, '2026-01-14T01:00Z', '2026-01-14T02:00Z'],
  ['across midnight', { start: '23:30' }, '2026-01-13T22:30Z', '2026-01-13T23:30Z'],
  ['across week and year', sunday('22:00', { durationMinutes: 7200 }), '2026-12-27T21:00Z', '2027-01-01T21:00Z'],
  ['in UTC', { timeZone: 'UTC' }, '2026-07-14T02:00Z', '2026-07-14T03:00Z'],
  ['at half an hour in Kolkata', { timeZone: kolkata }, '2026-07-13T20:30Z', '2026-07-13T21:30Z'],
  ['a day ahead in Kiritimati', { timeZone: kiritimati }, '2026-07-13T12:00Z', '2026-07-13T13:00Z'],
  ['a day behind in Niue', { timeZone: niue, start: '22:00' }, '2026-07-15T09:00Z', '2026-07-15T10:00Z'],
  ['as one, where Monday to Friday touch', weekdays, '2026-01-12T00:00Z', '2026-01-17T00:00Z'],
];

const aDay = { durationMinutes: 1440 };
const quarter = { durationMinutes: 15 };
/** Berlin changes on 29 March and 25 October 2026 at 01:00Z. */
const berlin: Row[] = [
  ['before the gap', sunday('01:30'), '2026-03-29T00:30Z', '2026-03-29T01:30Z'],
  ['at the gap', sunday('02:00'), '2026-03-29T01:00Z', '2026-03-29T02:00Z'],
  ['in the gap', sunday('02:45'), '2026-03-29T01:00Z', '2026-03-29T02:00Z'],
  ['in the gap, for a quarter', sunday('02:45', quarter), '2026-03-29T01:00Z', '2026-03-29T01:15Z'],
  ['after the gap', sunday('03:15'), '2026-03-29T01:15Z', '2026-03-29T02:15Z'],
  ['for 24 real hours over the gap', sunday('00:00', aDay), '2026-03-28T23:00Z', '2026-03-29T23:00Z'],
  ['before the repeated hour', sunday('01:59'), '2026-10-24T23:59Z', '2026-10-25T00:59Z'],
  ['in the repeated hour', sunday('02:30'), '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
  ['after the repeated hour', sunday('03:00'), '2026-10-25T02:00Z', '2026-10-25T03:00Z'],
  ['for 24 real hours over the repeated one', sunday('00:00', aDay), '2026-10-24T22:00Z', '2026-10-25T22:00Z'],
];

const [newYork, havana, lordHowe] = ['America/New_York', 'America/Havana', 'Australia/Lord_Howe'].map((timeZone) => ({
  timeZone,
}));
const apia: Partial<Window> = { timeZone: 'Pacific/Apia', days: ['fri'], start: '10:00' };
/** New York changes on 8 March 2026 at 07:00Z and on 1 November at 06:00Z. */
const elsewhere: Row[] = [
  ['in New York before the gap', sunday('01:59', newYork), '2026-03-08T06:59Z', '2026-03-08T07:59Z'],
  ['in New York in the gap', sunday('02:30', newYork), '2026-03-08T07:00Z', '2026-03-08T08:00Z'],
  ['in New York after the gap', sunday('03:00', newYork), '2026-03-08T07:00Z', '2026-03-08T08:00Z'],
  ['in New York in the repeated hour', sunday('01:30', newYork), '2026-11-01T05:30Z', '2026-11-01T06:30Z'],
  ['in New York after the repeated hour', sunday('02:00', newYork), '2026-11-01T07:00Z', '2026-11-01T08:00Z'],
  ['in Havana, which skips midnight', sunday('00:10', havana), '2026-03-08T05:00Z', '2026-03-08T06:00Z'],
  ['on Lord Howe, which skips half an hour', sunday('02:15', lordHowe), '2026-10-03T15:30Z', '2026-10-03T16:30Z'],
  ['in Apia, which skipped Friday 30 December 2011', apia, '2011-12-30T10:00Z', '2011-12-30T11:00Z'],
];

describe.each<[string, Row[]]>([
  ['opens', ordinary],
  ['opens when the clocks of Berlin change', berlin],
  ['opens when clocks elsewhere change', elsewhere],
])('a window %s', (_title, rows) => {
  test.each(rows)('%s', (_sentence, change, opens, closes) => {
    const window = windowWith(change);
    const [open, close] = [new Date(opens), new Date(closes)];
    expect(nextOpening(window, later(open, -12 * HOUR))).toEqual(open);
    const around = [later(open, -1), open, later(close, -1), close];
    expect(around.map((at) => isOpen(window, at))).toEqual([false, true, true, false]);
    expect(around.map((at) => closesAt(window, at))).toEqual([undefined, close, close, undefined]);
    expect(around.slice(0, 3).map((at) => nextOpening(window, at))).toEqual([open, open, later(close, -1)]);
  });
});

/** St. John's went back from 00:01 to 23:01 of the day before, on 7 November 2010 at 02:31Z. */
const stJohns = sunday('00:00', { timeZone: 'America/St_Johns' });

test.each([
  ['that has just closed', nightly, '2026-01-13T02:00Z', '2026-01-20T01:00Z'],
  ['whose start the clocks show again', sunday('02:30', quarter), '2026-10-25T01:30Z', '2026-11-01T01:30Z'],
  ['that has closed, when the clocks show the day before again', stJohns, '2010-11-07T04:00Z', '2010-11-14T03:30Z'],
])('a window %s opens in a week', (_sentence, change, at, opens) => {
  expect(nextOpening(windowSchema.parse({ ...nightly, ...change }), new Date(at))).toEqual(new Date(opens));
});

describe('openings that touch', () => {
  const always = windowWith({ ...weekdays, days: week });

  test('never close where a window has no break', () => {
    const at = new Date('2026-01-13T12:34:56.789Z');
    const closes = closesAt(always, at) ?? at;
    expect(closes.getTime() - at.getTime()).toBeGreaterThanOrEqual(14 * DAY);
    expect(isOpen(always, closes)).toBe(true);
  });

  test('leave one hour where the clocks repeat it, since 24 hours end before a day of 25', () => {
    const window = { ...always, timeZone: 'Europe/Berlin' };
    expect(closesAt(window, new Date('2026-10-20T00:00Z'))).toEqual(new Date('2026-10-25T22:00Z'));
    expect(nextOpening(window, new Date('2026-10-25T22:00Z'))).toEqual(new Date('2026-10-25T23:00Z'));
  });

  test('overlap where the clocks skip an hour, and the later end counts', () => {
    const window = windowWith({ days: ['sat', 'sun'], durationMinutes: 1440 });
    expect(closesAt(window, new Date('2026-03-28T12:00Z'))).toEqual(new Date('2026-03-30T01:00Z'));
  });
});

test.each([
  ['an invalid date', nightly, new Date(Number.NaN), RangeError],
  ['a window that was not parsed and has no day', { ...nightly, days: [] }, new Date(0), /opens on none/],
])('%s throws, and does not search for ever', (_sentence, window, at, error) => {
  expect(() => nextOpening(window, at)).toThrow(error);
});

/** What the zone's clocks show, as if it were UTC. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function shown(timeZone: string, instant: number): number {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return Date.parse(`${clock.format(instant).replace(' ', 'T')}Z`);
}

const calendar = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Watches the clocks every quarter of an hour: a start is when they first show its time, or a later one. */
function watchStarts({ days, start, timeZone }: Window, from: number, until: number): number[] {
  const starts: number[] = [];
  let highest = shown(timeZone, from);
  for (let instant = from + 15 * MINUTE; instant < until; instant += 15 * MINUTE) {
    const now = shown(timeZone, instant);
    for (let day = Math.floor(highest / DAY) * DAY; day <= now; day += DAY) {
      const name = calendar[new Date(day).getUTCDay()];
      const time = day + Date.parse(`1970-01-01T${start}Z`);
      if (highest < time && time <= now && days.some((chosen) => chosen === name)) starts.push(instant);
    }
    highest = Math.max(highest, now);
  }
  return starts;
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const windows = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...week), { minLength: 1 }),
    start: fc.oneof(timeOfDay, fc.constantFrom('01:30', '02:00', '02:15', '02:30', '03:00')),
    durationMinutes: fc.oneof(fc.integer({ min: 15, max: 1440 }), fc.integer({ min: 15, max: 10_080 })),
    timeZone: fc.constantFrom(...zones),
  })
  .filter((window) => windowSchema.safeParse(window).success);
/** Any moment of eight years, and half of the time one that is close to a change of 2026. */
const moments = fc.oneof(
  fc.date({ min: new Date('2022-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-08T07:00Z',
        '2026-03-29T01:00Z',
        '2026-04-04T15:00Z',
        '2026-10-25T01:00Z',
        '2026-11-01T06:00Z',
      ),
      fc.integer({ min: -2 * DAY, max: 2 * DAY }),
    )
    .map(([change, distance]) => later(new Date(change), distance)),
);

describe('any window at any moment', () => {
  test('opens when somebody who watches the clocks opens it, and not before', () => {
    fc.assert(
      fc.property(windows, moments, (window, at) => {
        const now = at.getTime();
        const from = now - (now % (15 * MINUTE));
        const starts = watchStarts(window, from - 9 * DAY, from + 9 * DAY);
        const open = starts.some((start) => start <= now && now < start + window.durationMinutes * MINUTE);
        expect(isOpen(window, at)).toBe(open);
        expect(nextOpening(window, at).getTime()).toBe(open ? now : starts.find((start) => start >= now));
      }),
    );
  });

  test('is open at its next opening, and at no moment between', () => {
    fc.assert(
      fc.property(
        windows,
        moments,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (window, at, part) => {
          const next = nextOpening(window, at);
          const wait = next.getTime() - at.getTime();
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(isOpen(window, next)).toBe(true);
          expect(nextOpening(window, next)).toEqual(next);
          const between = later(at, Math.floor(wait * part));
          expect(isOpen(window, between)).toBe(wait === 0);
          expect(nextOpening(window, between)).toEqual(next);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('closes where it is open, stays open until then, and is closed then', () => {
    fc.assert(
      fc.property(
        windows,
        moments,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (window, at, part) => {
          const closes = closesAt(window, at);
          expect(closes !== undefined).toBe(isOpen(window, at));
          if (closes === undefined) return;
          const rest = closes.getTime() - at.getTime();
          expect(rest).toBeGreaterThan(0);
          expect(isOpen(window, later(at, Math.floor(rest * part)))).toBe(true);
          expect(isOpen(window, later(closes, -1))).toBe(true);
          expect(isOpen(window, closes)).toBe(rest >= 14 * DAY);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
