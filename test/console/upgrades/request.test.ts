import { describe, expect, test } from '@jest/globals';
import { complaintsOf } from '../../../console/upgrades/complaints.ts';
import type { Draft } from '../../../console/upgrades/draft.ts';
import { requestOf } from '../../../console/upgrades/request.ts';
import { upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { bySelector, good, now } from './fixtures.ts';

const defaults = { concurrency: 50, failureThreshold: '2%', onFailure: 'halt', approval: false };
const common = { targetVersion: '1.5.0', reinstall: false, offline: 'fail', simulated: false };

describe('a draft becomes the request', () => {
  const cases: [string, Draft, object][] = [
    ['of agents by name', good, { agentUuids: ['item1', 'item2'], rollout: defaults }],
    [
      'of names as people paste them, each once',
      { ...good, names: ' a, b\nb\n\nc ' },
      { agentUuids: ['a', 'b', 'c'], rollout: defaults },
    ],
    [
      'of agents by type, tags and version',
      { ...bySelector, tags: 'site=berlin, ring=a=b', below: '1.5.0' },
      {
        selector: {
          agentType: 'demo-agent',
          tags: { site: 'berlin', ring: 'a=b' },
          currentVersion: { below: '1.5.0' },
        },
        rollout: defaults,
      },
    ],
    [
      'with a canary that is watched',
      { ...good, strategy: 'canary', canary: '5', bakeSeconds: '300' },
      { agentUuids: ['item1', 'item2'], rollout: { ...defaults, canary: 5, bakeSeconds: 300 } },
    ],
    [
      'with waves, each watched for as long',
      { ...good, strategy: 'waves', waves: '1, 10%,50%', bakeSeconds: '60' },
      {
        agentUuids: ['item1', 'item2'],
        rollout: { ...defaults, waves: [1, '10%', '50%'].map((size) => ({ size, bakeSeconds: 60 })) },
      },
    ],
    [
      'with limits, an approval and a note',
      { ...good, concurrency: '10%', failureThreshold: '0', onFailure: 'rollback', approval: 'first', note: 'CHG-1' },
      {
        agentUuids: ['item1', 'item2'],
        note: 'CHG-1',
        rollout: { concurrency: '10%', failureThreshold: 0, onFailure: 'rollback', approval: true },
      },
    ],
    [
      'with an approval after the canary',
      { ...good, approval: 'after-canary' },
      { agentUuids: ['item1', 'item2'], rollout: { ...defaults, approval: 'after-canary' } },
    ],
    [
      'with waves, each watched for a time of its own',
      { ...good, strategy: 'waves', waves: '1, 50%', bakeSeconds: '3600, 0' },
      {
        agentUuids: ['item1', 'item2'],
        rollout: {
          ...defaults,
          waves: [
            { size: 1, bakeSeconds: 3600 },
            { size: '50%', bakeSeconds: 0 },
          ],
        },
      },
    ],
    [
      'with a start in a window, alarms and a limit by tag',
      {
        ...good,
        startAt: ' 2026-03-01T22:00:00+01:00 ',
        isWindowed: true,
        windowDays: ['sat', 'sun'],
        alarms: 'errors, 5xx\n\nlatency',
        limitedTag: 'site',
        tagLimit: '2',
      },
      {
        agentUuids: ['item1', 'item2'],
        rollout: {
          ...defaults,
          startAt: '2026-03-01T22:00:00+01:00',
          window: { days: ['sat', 'sun'], start: '22:00', durationMinutes: 240, timeZone: 'Europe/Berlin' },
          alarms: ['errors, 5xx', 'latency'],
          concurrencyPerTag: { tag: 'site', max: 2 },
        },
      },
    ],
    [
      'that waits for nodes, goes back, reinstalls and has a ticket',
      {
        ...good,
        offline: 'wait',
        waitHours: '12',
        downgrade: 'allowed',
        isReinstall: true,
        changeTicket: ' CHG-1042 ',
      },
      {
        agentUuids: ['item1', 'item2'],
        changeTicket: 'CHG-1042',
        offline: { waitHours: 12 },
        allowDowngrade: true,
        reinstall: true,
        rollout: defaults,
      },
    ],
    [
      'that waits as long as it can, and never goes back',
      { ...good, offline: 'wait', downgrade: 'refused' },
      { agentUuids: ['item1', 'item2'], offline: 'wait', allowDowngrade: false, rollout: defaults },
    ],
    [
      'without what was typed and is not asked for',
      { ...good, isWindowed: false, windowStart: 'soon', waitHours: 'many', canary: '', waves: '' },
      { agentUuids: ['item1', 'item2'], rollout: defaults },
    ],
  ];
  test.each(cases)('%s', (_sentence, draft, expected) => {
    expect(complaintsOf(draft, now)).toEqual([{}, {}, {}]);
    expect(requestOf(draft)).toEqual({ ...common, ...expected });
    expect(upgradeRequestSchema.safeParse(requestOf(draft)).success).toBe(true);
  });
});
