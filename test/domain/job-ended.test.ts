import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { closeGate } from '../../functions/domain/job.ts';
import { jobEndedOf, jobEndedSchema } from '../../functions/domain/job-ended.ts';
import { job, later, result } from '../fixtures.ts';

const ended = { ...job(), phase: 'done', status: 'failed', completedAt: later(75).toISOString() } as const;

test('the example in the documentation is such an event', () => {
  const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n(\{\n.*?\n\})\n```/s.exec(page) ?? [];
  const { detail, ...envelope } = z.looseObject({ detail: jobEndedSchema }).parse(JSON.parse(example));
  expect(envelope).toMatchObject({ source: 'fleet-upgrade', 'detail-type': 'Upgrade Job Ended' });
  expect(envelope['time']).toBe(detail.completedAt.replace('.000', ''));
});

test('why the gate closed is the detail of a job that was stopped', () => {
  const stopped = closeGate({ ...ended }, 'CANCELLED', 'somebody cancelled it');
  expect(jobEndedOf(stopped, []).detail).toBe('somebody cancelled it');
});

test('agents whose node is gone are counted apart', () => {
  const results = [result(1), result(2, { status: 'excluded', reason: 'NODE_TERMINATED' })];
  expect(jobEndedOf(ended, results).agents).toEqual({ total: 1, succeeded: 1, failed: 0, skipped: 0, excluded: 1 });
});

test('it tells no note, and no agents by their names', () => {
  const told = JSON.stringify(jobEndedOf({ ...ended, note: 'a secret' }, [result(1)]));
  expect(told).not.toMatch(/secret|item1/);
});
