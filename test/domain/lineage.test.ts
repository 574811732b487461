import { describe, expect, test } from '@jest/globals';
import { jobIdSchema } from '../../functions/domain/job.ts';
import { mostFrequent, rollbackIdOf, takesUp, wasChanged } from '../../functions/domain/lineage.ts';
import type { AgentResult } from '../../functions/domain/results.ts';
import { jobId, result } from '../fixtures.ts';

const otherJobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';
const bad: Partial<AgentResult> = { status: 'failed', reason: 'HEALTH_CHECK_FAILED', newVersion: '1.4.2' };

describe('the id of the job that takes a job back', () => {
  test('is an id of a job, of the same time as its parent, always the same', () => {
    expect(jobIdSchema.parse(rollbackIdOf(jobId))).toBe(rollbackIdOf(jobId));
    expect(rollbackIdOf(jobId).slice(0, 22)).toBe(jobId.slice(0, 22));
  });

  test('differs from job to job, and from the job itself', () => {
    const ids = [jobId, otherJobId, rollbackIdOf(jobId), rollbackIdOf(otherJobId), rollbackIdOf(rollbackIdOf(jobId))];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('an agent was changed by its job', () => {
  test.each<[string, Partial<AgentResult>, boolean]>([
    ['that was upgraded', {}, true],
    ['whose node knew no version before', { oldVersion: null }, true],
    ['that was upgraded and is not healthy', { status: 'failed', reason: 'UNHEALTHY_AFTER_BAKE' }, true],
    ['whose node cannot be asked: perhaps', { status: 'failed', reason: 'NODE_UNREACHABLE', newVersion: null }, true],
    ['that was at the target', { oldVersion: '1.5.0', reason: 'ALREADY_CURRENT' }, false],
    ['that its node took back', bad, false],
    ['that was never sent', { status: 'failed', reason: 'NOT_STARTED', newVersion: null }, false],
    [
      'that is not registered',
      { status: 'failed', reason: 'AGENT_NOT_FOUND', oldVersion: null, newVersion: null },
      false,
    ],
  ])('%s', (_sentence, change, expected) => {
    expect(wasChanged(result(1, change))).toBe(expected);
    expect(takesUp({ source: { kind: 'rollback' } }, result(1, change))).toBe(expected);
  });
});

describe('a retry takes up', () => {
  test.each<[string, AgentResult['reason'][] | null, Partial<AgentResult>, boolean]>([
    ['an agent that failed', null, bad, true],
    ['none that succeeded', null, {}, false],
    ['none that is not done', null, { status: null, state: 'running', reason: 'SENT' }, false],
    ['one that failed for a reason asked for', ['AGENT_OFFLINE', 'HEALTH_CHECK_FAILED'], bad, true],
    ['none that failed for another', ['AGENT_OFFLINE'], bad, false],
    ['none that succeeded, whatever is asked for', ['UPGRADED'], {}, false],
  ])('%s', (_sentence, reasons, change, expected) => {
    const source = { kind: 'retry', reasons } as Parameters<typeof takesUp>[0]['source'];
    expect(takesUp({ source }, result(1, change))).toBe(expected);
  });
});

test.each([
  [['1.4.2', '1.4.1', '1.4.1'], '1.4.1'],
  [['1.4.2', '1.4.1', null, null, null], '1.4.2'],
  [[null], undefined],
  [[], undefined],
])('of %j most are %s', (versions, expected) => {
  expect(mostFrequent(versions)).toBe(expected);
});
