import { expect, test } from '@jest/globals';
import { endingOfForeign } from '../../functions/domain/foreign-outcome.ts';
import { batch } from '../fixtures.ts';

const [pending] = batch(1).agents;
const agent = { ...pending, oldVersion: '1.4.2' } as NonNullable<typeof pending>;
const aim = { targetVersion: '1.5.0', reports: ['1.5.0'], action: 'upgrade' } as const;
const report = {
  fleetUpgrade: 1,
  report: true,
  version: '1.5.0',
  healthy: true,
  attempt: { id: 'a', state: 'none', result: null },
} as const;
const command = (detail: string) => ({ nodeId: 'mi-1', over: true, detail, output: '' });

test.each([
  ['it runs the target, healthy: upgraded', {}, 'Success', {}, { reason: 'UPGRADED', oldVersion: '1.4.2' }],
  ['so it does although the command failed: the node is believed', {}, 'Failed', {}, { reason: 'UPGRADED' }],
  ['so it does after a timeout', {}, 'Execution Timed Out', {}, { reason: 'UPGRADED' }],
  ['the document found it there', {}, 'Success', { oldVersion: '1.5.0' }, { reason: 'ALREADY_CURRENT' }],
  ['it runs the target, and is not healthy', { healthy: false }, 'Success', {}, { reason: 'AGENT_UNHEALTHY' }],
  ['nothing runs', { version: null, healthy: false }, 'Failed', {}, { reason: 'AGENT_UNHEALTHY' }],
  [
    'the old version runs after a failure',
    { version: '1.4.2' },
    'Failed',
    { error: 'no such package' },
    { reason: 'PACKAGE_FAILED', error: expect.stringContaining('no such package') },
  ],
  ['the old version runs after a success', { version: '1.4.2' }, 'Success', {}, { reason: 'NOT_UPGRADED' }],
  [
    'the old version runs after a timeout: it may still change',
    { version: '1.4.2' },
    'Execution Timed Out',
    {},
    undefined,
  ],
  ['the old version runs after a cancel: it may still change', { version: '1.4.2' }, 'Cancelled', {}, undefined],
])('%s', (_sentence, change, detail, said, expected) => {
  const ending = endingOfForeign({ ...report, ...change }, agent, aim, command(detail), said, false);
  if (expected === undefined) expect(ending).toBeUndefined();
  else expect(ending).toMatchObject(expected);
});

test('whatever ended its command, what still runs the old version after all that time was not upgraded', () => {
  const old = { ...report, version: '1.4.2' };
  for (const told of [undefined, command('Delivery Timed Out')])
    expect(endingOfForeign(old, agent, aim, told, {}, true)).toMatchObject({ reason: 'NOT_UPGRADED' });
});

test.each([
  ['rollback', 'ROLLED_BACK'],
  ['reinstall', 'UPGRADED'],
] as const)('a %s that finds the version there already did its work', (action, reason) => {
  const there = { ...agent, oldVersion: '1.5.0' };
  expect(endingOfForeign(report, there, { ...aim, action }, command('Success'), {}, false)).toMatchObject({ reason });
});

test('a reinstall that failed is not excused by the version that was there before', () => {
  const again = { ...aim, action: 'reinstall' } as const;
  expect(endingOfForeign(report, agent, again, command('Failed'), {}, false)).toMatchObject({
    reason: 'PACKAGE_FAILED',
  });
});
