import { expect, test } from '@jest/globals';
import { endingOfForeign } from '../../functions/domain/foreign-outcome.ts';
import { agentReasons } from '../../functions/domain/reasons.ts';
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
const settled = { isOverdue: false, hadTime: true };
const command = (detail: string) => ({ nodeId: 'mi-1', over: true, detail, output: '' });

test.each([
  ['it runs the target, healthy: upgraded', {}, 'Success', {}, { reason: 'UPGRADED', oldVersion: '1.4.2' }],
  ['so it does although the command failed: the node is believed', {}, 'Failed', {}, { reason: 'UPGRADED' }],
  ['so it does after a timeout', {}, 'Execution Timed Out', {}, { reason: 'UPGRADED' }],
  [
    'the document found it there, whatever the inventory said',
    {},
    'Success',
    { wasThere: true, oldVersion: '1.5' },
    { reason: 'ALREADY_CURRENT', oldVersion: '1.5.0' },
  ],
  [
    'the document says what it found',
    {},
    'Success',
    { oldVersion: '1.4.0' },
    { reason: 'UPGRADED', oldVersion: '1.4.0' },
  ],
  [
    'it refused, and its words tell why',
    { version: '1.4.2' },
    'Failed',
    { reason: 'DOWNGRADE_NOT_ALLOWED' as const, error: 'please enable allow downgrade' },
    { reason: 'DOWNGRADE_NOT_ALLOWED', error: expect.stringContaining('please enable allow downgrade') },
  ],
  [
    'it found the version installed by its own record, and the node runs another: no attempt would change that',
    { version: '1.4.2' },
    'Success',
    { wasThere: true },
    { reason: 'PACKAGE_FAILED', error: expect.stringContaining('took the version for installed') },
  ],
  [
    'it succeeded at doing nothing',
    { version: '1.4.2' },
    'Success',
    { reason: 'PACKAGE_FAILED' as const, error: 'deprecated/inactive, update skipped' },
    { reason: 'PACKAGE_FAILED', error: expect.stringContaining('deprecated') },
  ],
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
  const ending = endingOfForeign({ ...report, ...change }, agent, aim, command(detail), said, settled);
  if (expected === undefined) expect(ending).toBeUndefined();
  else expect(ending).toMatchObject(expected);
});

test('whatever ended its command, what still runs the old version after all that time was not upgraded', () => {
  const old = { ...report, version: '1.4.2' };
  for (const told of [undefined, command('Delivery Timed Out')])
    expect(endingOfForeign(old, agent, aim, told, {}, { ...settled, isOverdue: true })).toMatchObject({
      reason: 'NOT_UPGRADED',
    });
});

test('while its command runs, the target version proves nothing: the document may still take it back', () => {
  const running = { ...command('InProgress'), over: false };
  expect(endingOfForeign(report, agent, aim, running, {}, settled)).toBeUndefined();
  const overdue = { ...settled, isOverdue: true };
  expect(endingOfForeign(report, agent, aim, running, {}, overdue)).toMatchObject({ reason: 'UPGRADED' });
});

test.each([
  ['rollback', 'ROLLED_BACK'],
  ['reinstall', 'UPGRADED'],
] as const)('a %s that finds the version there already did its work', (action, reason) => {
  const there = { ...agent, oldVersion: '1.5.0' };
  expect(endingOfForeign(report, there, { ...aim, action }, command('Success'), {}, settled)).toMatchObject({ reason });
});

test('a reinstall that failed is not excused by the version that was there before', () => {
  const again = { ...aim, action: 'reinstall' } as const;
  expect(endingOfForeign(report, agent, again, command('Failed'), {}, settled)).toMatchObject({
    reason: 'PACKAGE_FAILED',
  });
});

test('a reinstall that found the version there did nothing, and that is no success', () => {
  const again = { ...aim, action: 'reinstall' } as const;
  const ending = endingOfForeign(report, agent, again, command('Success'), { wasThere: true }, settled);
  expect(ending).toMatchObject({ reason: 'NOT_REINSTALLED' });
  expect(agentReasons.NOT_REINSTALLED).toMatchObject({ status: 'failed', retryable: false });
});

test.each([
  ['is not healthy yet', { healthy: false }, 'Success', undefined],
  ['does not report the target yet', { version: '1.4.2' }, 'Success', undefined],
  ['comes up again after a failure', { version: '1.4.2', healthy: false }, 'Failed', undefined],
  ['is well after a failure: there is nothing to wait for', { version: '1.4.2' }, 'Failed', 'PACKAGE_FAILED'],
  ['is there and well', {}, 'Success', 'UPGRADED'],
])('soon after its document has ended, an agent that %s', (_sentence, change, detail, reason) => {
  const soon = { isOverdue: false, hadTime: false };
  const ending = endingOfForeign({ ...report, ...change }, agent, aim, command(detail), {}, soon);
  expect(ending?.reason).toBe(reason);
});
