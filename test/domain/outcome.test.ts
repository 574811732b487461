import { describe, expect, test } from '@jest/globals';
import type { NodeReport, NodeResult } from '../../functions/domain/node-result.ts';
import { endingOfReport, endingOfResult } from '../../functions/domain/outcome.ts';

const result: NodeResult = {
  fleetUpgrade: 1,
  attemptId: 'a',
  outcome: 'success',
  reason: 'UPGRADED',
  oldVersion: '1.4.2',
  newVersion: '1.5.0',
  healthy: true,
  message: 'done',
};

const aim = { targetVersion: '1.5.0', reports: ['1.5.0'], action: 'upgrade' } as const;

describe('what a result comes to', () => {
  test.each<[string, Partial<NodeResult>, object]>([
    ['the target, healthy: upgraded', {}, { reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' }],
    [
      'nothing was to be done: already current',
      { reason: 'ALREADY_CURRENT', oldVersion: '1.5.0' },
      { reason: 'ALREADY_CURRENT' },
    ],
    ['success without the target version is not believed', { newVersion: '1.4.2' }, { reason: 'VERSION_MISMATCH' }],
    ['success without a version is not believed', { newVersion: null }, { reason: 'VERSION_MISMATCH' }],
    ['success without health is not believed', { healthy: false }, { reason: 'AGENT_UNHEALTHY' }],
    [
      'a failure keeps its reason and its words',
      { outcome: 'failed', reason: 'CHECKSUM_MISMATCH', message: 'bad sum' },
      { reason: 'CHECKSUM_MISMATCH', error: 'bad sum' },
    ],
    [
      'a failure that claims success is a failure',
      { outcome: 'failed', reason: 'UPGRADED' },
      { reason: 'INTERNAL_ERROR' },
    ],
  ])('%s', (_sentence, change, expected) => {
    expect(endingOfResult({ ...result, ...change }, aim)).toMatchObject(expected);
  });
});

const report: NodeReport = {
  fleetUpgrade: 1,
  report: true,
  version: '1.4.2',
  healthy: true,
  attempt: { id: 'a', state: 'none', result: null },
};

describe('what a report comes to', () => {
  test.each<[string, Partial<NodeReport>, boolean, object | undefined]>([
    [
      'the attempt is done: its own result counts',
      { attempt: { id: 'a', state: 'done', result } },
      true,
      { reason: 'UPGRADED' },
    ],
    ['the attempt runs: not yet', { attempt: { id: 'a', state: 'running', result: null } }, false, undefined],
    ['the attempt may still begin: not yet', {}, true, undefined],
    [
      'it never began and the old version runs: not upgraded',
      {},
      false,
      { reason: 'NOT_UPGRADED', newVersion: '1.4.2' },
    ],
    ['the target runs, healthy: upgraded', { version: '1.5.0' }, false, { reason: 'UPGRADED', newVersion: '1.5.0' }],
    [
      'the target runs, not healthy: unhealthy',
      { version: '1.5.0', healthy: false },
      false,
      { reason: 'AGENT_UNHEALTHY' },
    ],
    ['nothing runs: unhealthy', { version: null, healthy: false }, false, { reason: 'AGENT_UNHEALTHY' }],
  ])('%s', (_sentence, change, mayBegin, expected) => {
    const ending = endingOfReport({ ...report, ...change }, aim, mayBegin, 'Execution Timed Out');
    if (expected === undefined) expect(ending).toBeUndefined();
    else expect(ending).toMatchObject(expected);
  });

  test.each([
    ['never began: nothing was installed again', { id: 'a', state: 'none', result: null } as const, 'NOT_UPGRADED'],
    ['ended without a result that can be read', { id: 'a', state: 'done', result: null } as const, 'UPGRADED'],
  ])(
    'a node that ran the target before a reinstall proves nothing by that: the attempt %s',
    (_sentence, attempt, reason) => {
      const again = { ...aim, action: 'reinstall' } as const;
      expect(endingOfReport({ ...report, version: '1.5.0', attempt }, again, false, 'Failed')).toMatchObject({
        reason,
      });
    },
  );

  test('the words name how the command ended and what the node says', () => {
    expect(endingOfReport(report, aim, false, 'Delivery Timed Out')?.error).toBe(
      'The command ended as "Delivery Timed Out"; asked later, the node reports 1.4.2, healthy.',
    );
  });
});
