import { describe, expect, test } from '@jest/globals';
import { complaintsOf } from '../../../console/upgrades/complaints.ts';
import type { Draft } from '../../../console/upgrades/draft.ts';
import { bySelector, good, now } from './fixtures.ts';

const ownWaves: Draft = { ...good, strategy: 'waves', waves: '1, 50%' };
const windowed: Draft = { ...good, isWindowed: true };

describe('a draft is complained of', () => {
  const cases: [string, Draft, number, keyof Draft][] = [
    ['where nobody is named', { ...good, names: ' , ' }, 0, 'names'],
    ['where too many are named', { ...good, names: Array.from({ length: 10_001 }, (_, n) => n).join(' ') }, 0, 'names'],
    ['where a tag has no value', { ...bySelector, tags: 'site' }, 0, 'tags'],
    ['where the selector chooses by nothing', { ...bySelector, agentType: '' }, 0, 'agentType'],
    ['without a version', { ...good, targetVersion: '' }, 1, 'targetVersion'],
    ['with a canary of nobody', { ...good, strategy: 'canary', canary: '0' }, 2, 'canary'],
    ['with a wave that is no size', { ...good, strategy: 'waves', waves: '1, ten' }, 2, 'waves'],
    ['with no waves', { ...good, strategy: 'waves', waves: ' ' }, 2, 'waves'],
    ['with more than all at once', { ...good, concurrency: '101%' }, 2, 'concurrency'],
    ['with a threshold below nothing', { ...good, failureThreshold: '-1' }, 2, 'failureThreshold'],
    ['with a bake in words', { ...good, bakeSeconds: 'a day' }, 2, 'bakeSeconds'],
    ['where a name has a space of another kind', { ...good, names: 'item1, it\u2009em2!' }, 0, 'names'],
    [
      'where there are too many tags',
      { ...bySelector, tags: Array.from({ length: 11 }, (_, n) => `t${n}=1`).join() },
      0,
      'tags',
    ],
    ['where the version is no version', { ...bySelector, below: '< 2' }, 0, 'below'],
    ['with a ticket that is too long', { ...good, changeTicket: 'x'.repeat(101) }, 1, 'changeTicket'],
    ['with a note that is too long', { ...good, note: 'x'.repeat(1_001) }, 1, 'note'],
    ['with a bake over 30 days', { ...good, bakeSeconds: '2592001' }, 2, 'bakeSeconds'],
    ['with bakes over 180 days in all', { ...good, bakeSeconds: '2592000' }, 2, 'bakeSeconds'],
    ['with more bakes than waves', { ...ownWaves, bakeSeconds: '1, 2, 3' }, 2, 'bakeSeconds'],
    ['with fewer bakes than waves', { ...ownWaves, waves: '1, 2, 3', bakeSeconds: '1, 2' }, 2, 'bakeSeconds'],
    ['with a list of bakes for one canary', { ...good, strategy: 'canary', bakeSeconds: '1, 2' }, 2, 'bakeSeconds'],
    ['with a start that has no offset', { ...good, startAt: '2026-03-01T22:00' }, 2, 'startAt'],
    ['with a start in over 360 days', { ...good, startAt: '2027-03-01T22:00:00Z' }, 2, 'startAt'],
    ['with a window on no day', { ...windowed, windowDays: [] }, 2, 'windowDays'],
    ['with a window that opens at no time', { ...windowed, windowStart: '24:00' }, 2, 'windowStart'],
    ['with a window of a few minutes', { ...windowed, windowMinutes: '14' }, 2, 'windowMinutes'],
    ['with windows that overlap', { ...windowed, windowMinutes: '1441' }, 2, 'windowMinutes'],
    ['with a zone that nobody knows', { ...windowed, windowZone: 'Mars/Olympus' }, 2, 'windowZone'],
    [
      'with too many alarms',
      { ...good, alarms: Array.from({ length: 11 }, (_, n) => `a${n}`).join('\n') },
      2,
      'alarms',
    ],
    ['with a limit for no tag', { ...good, tagLimit: '2' }, 2, 'limitedTag'],
    ['with a tag and no limit', { ...good, limitedTag: 'site' }, 2, 'tagLimit'],
    ['with a limit of nobody', { ...good, limitedTag: 'site', tagLimit: '0' }, 2, 'tagLimit'],
    ['with more hours than anybody waits', { ...good, offline: 'wait', waitHours: '49' }, 2, 'waitHours'],
  ];
  test.each(cases)('%s', (_sentence, draft, step, field) => {
    const all = complaintsOf(draft, now);
    expect(Object.keys(all[step] ?? {})).toEqual([field]);
    expect(all.filter((_, index) => index !== step)).toEqual([{}, {}]);
  });
});

test.each<[string, Draft, keyof Draft, string]>([
  ['the domain', { ...good, concurrency: '101%' }, 'concurrency', 'At most 100%.'],
  ['the field', { ...good, concurrency: 'ten' }, 'concurrency', 'Write a count such as 5, or a percent such as 10%.'],
  [
    'the start',
    { ...good, startAt: '2028-01-01T00:00:00Z' },
    'startAt',
    'A job waits and watches for 360 days at most',
  ],
])('a complaint is in the words of %s', (_whose, draft, field, words) => {
  expect(complaintsOf(draft, now)[2]?.[field]).toContain(words);
});
