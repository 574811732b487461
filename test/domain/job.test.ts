import { describe, expect, test } from '@jest/globals';
import { closeGate, MOST_TARGETS, newJob, upgradeRequestSchema } from '../../functions/domain/job.ts';
import { job, jobId, now, request } from '../fixtures.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `item${index}`);

describe('a request to upgrade', () => {
  test.each([
    ['a JSON array', ['item1', 'item2'], ['item1', 'item2']],
    ['one comma-separated string', 'item1,item2', ['item1', 'item2']],
    ['spaces around the commas', ' item1 , item2 ', ['item1', 'item2']],
    ['duplicates, once each', ['item1', 'item2', 'item1'], ['item1', 'item2']],
    [
      'a derived agentUuid',
      ['demo-agent:111122223333:eu-west-1:i-0abc1234'],
      ['demo-agent:111122223333:eu-west-1:i-0abc1234'],
    ],
    ['the most agents, not counting duplicates', [...ids(MOST_TARGETS), 'item0'], ids(MOST_TARGETS)],
  ])('takes %s', (_sentence, agentUuids, expected) => {
    expect(upgradeRequestSchema.parse({ ...request, agentUuids }).agentUuids).toEqual(expected);
  });

  test.each([
    ['no agents', { agentUuids: [] }],
    ['an empty string', { agentUuids: '' }],
    ['an empty place in the list', { agentUuids: 'item1,,item2' }],
    ['one agent too many', { agentUuids: ids(MOST_TARGETS + 1) }],
    ['a slash', { agentUuids: ['a/b'] }],
    ['a newline', { agentUuids: ['a\n'] }],
    ['a number as agent', { agentUuids: [1] }],
    ['no list', { agentUuids: { item1: true } }],
    ['a shell metacharacter in the version', { targetVersion: '1.5.0;id' }],
    ['a number as version', { targetVersion: 1.5 }],
    ['an unknown property', { force: true }],
    ['an unknown property of the rollout', { rollout: { canaries: 1 } }],
    ['a concurrency of 0', { rollout: { concurrency: 0 } }],
    ['a start without a time zone', { rollout: { startAt: '2026-01-15T08:00:00' } }],
  ])('refuses %s', (_sentence, change) => {
    expect(upgradeRequestSchema.safeParse({ ...request, ...change }).success).toBe(false);
  });
});

describe('a new job', () => {
  test('is pending, open, and starts its workflow under its own id', () => {
    expect(newJob(jobId, upgradeRequestSchema.parse(request), 'somebody', now)).toMatchObject({
      id: jobId,
      status: 'pending',
      phase: 'planning',
      createdAt: '2026-01-15T08:00:00.000Z',
      completedAt: null,
      gate: { state: 'open' },
      execution: { name: jobId, restarts: 0 },
    });
  });

  test('writes its start in UTC', () => {
    const startAt = '2026-01-15T10:00:00+02:00';
    const parsed = upgradeRequestSchema.parse({ ...request, rollout: { startAt } });
    expect(newJob(jobId, parsed, 'somebody', now).rollout.startAt).toBe('2026-01-15T08:00:00.000Z');
  });
});

test('a gate that is closed keeps its first reason', () => {
  const closed = closeGate(job(), 'WORKFLOW_LOST', 'first');
  expect(closed.gate).toEqual({ state: 'closed', reason: 'WORKFLOW_LOST', detail: 'first' });
  expect(closeGate(closed, 'WORKFLOW_FAILED', 'second')).toBe(closed);
});
