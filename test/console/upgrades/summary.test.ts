import { expect, test } from '@jest/globals';
import type { Draft } from '../../../console/upgrades/draft.ts';
import { requestOf } from '../../../console/upgrades/request.ts';
import { summaryOf } from '../../../console/upgrades/summary.ts';
import { bySelector, good } from './fixtures.ts';

const linesOf = (draft: Draft) =>
  Object.fromEntries(summaryOf(requestOf(draft)).map(({ label, value }) => [label, value]));

test('a summary says what was left as it is', () => {
  expect(linesOf(good)).toEqual({
    Agents: '2 agents named',
    Waves: 'Doubling waves',
    'Agents at once': '50',
    'Failed agents that are borne': '2%',
    'Where more fail': 'Send nothing more',
    Approval: 'Nobody has to approve',
    Starts: 'At once',
    'Agents that are offline': 'Fail at once',
    'Where the version runs already': 'Leave it',
  });
});

test.each<[string, Draft, Record<string, string>]>([
  [
    'a selector',
    { ...bySelector, tags: 'site=berlin', below: '1.5.0' },
    { Agents: 'All with type demo-agent, site=berlin, below 1.5.0' },
  ],
  [
    'a canary',
    { ...good, strategy: 'canary', canary: '5', bakeSeconds: '300' },
    { Waves: 'A canary of 5, then all others', Watched: '5 min each' },
  ],
  [
    'waves and their bakes',
    { ...good, strategy: 'waves', waves: '1, 50%', bakeSeconds: '3600, 0' },
    { Waves: '1, 50%', Watched: '1 h, 0 s' },
  ],
  ['a start in UTC', { ...good, startAt: '2026-03-01T22:00:00+01:00' }, { Starts: '2026-03-01 21:00:00 UTC' }],
  [
    'a window',
    { ...good, isWindowed: true, windowDays: ['sat', 'sun'] },
    { 'Maintenance window': 'Saturday, Sunday from 22:00, for 4 h, Europe/Berlin' },
  ],
  ['alarms', { ...good, alarms: 'errors\nlatency' }, { Alarms: 'errors, latency' }],
  [
    'a limit by tag',
    { ...good, limitedTag: 'site', tagLimit: '2' },
    { 'At once with one tag': '2 with the same site' },
  ],
  [
    'how long it waits',
    { ...good, offline: 'wait', waitHours: '12' },
    { 'Agents that are offline': 'Wait for up to 12 h' },
  ],
  ['that it waits', { ...good, offline: 'wait' }, { 'Agents that are offline': 'Wait for their nodes' }],
  [
    'a way back',
    { ...good, downgrade: 'allowed' },
    { 'Agents that run a newer version': 'Go back to the older version' },
  ],
  ['no way back', { ...good, downgrade: 'refused' }, { 'Agents that run a newer version': 'Keep the newer version' }],
  ['a reinstallation', { ...good, isReinstall: true }, { 'Where the version runs already': 'Reinstall' }],
  ['an approval', { ...good, approval: 'first' }, { Approval: 'Somebody else, before the first wave' }],
  [
    'who approves later',
    { ...good, approval: 'after-canary' },
    { Approval: 'Somebody else, once the first wave is through' },
  ],
  ['a ticket and a note', { ...good, changeTicket: 'CHG-1', note: 'why' }, { 'Change ticket': 'CHG-1', Note: 'why' }],
])('a summary says %s', (_what, draft, lines) => {
  expect(linesOf(draft)).toMatchObject(lines);
});
