import { expect, test } from '@jest/globals';
import type { OpenJob } from '../../functions/domain/ports.ts';
import { isStuck } from '../../functions/domain/stuck.ts';
import { jobId, later, now } from '../fixtures.ts';

const hour = 3600;
const running: OpenJob = {
  id: jobId,
  createdAt: now.toISOString(),
  execution: { name: jobId, restarts: 0 },
  phase: 'running',
  reason: 'WAVE_RUNNING',
  lastEvent: { at: now.toISOString() },
};

test.each<[string, Partial<OpenJob>, number, boolean]>([
  ['a job that runs is well for a day', {}, 24 * hour, false],
  ['a job that runs for more than a day without a word is stuck', {}, 24 * hour + 1, true],
  ['a job that waits for its nodes is well', { reason: 'WAITING_FOR_NODES' }, 1000 * hour, false],
  ['a plan may take an hour', { phase: 'planning', reason: 'SUBMITTED' }, hour, false],
  ['a plan that takes more than an hour is stuck', { phase: 'planning', reason: 'SUBMITTED' }, hour + 1, true],
  ['a rollback waits longer, for its parent', { phase: 'planning', reason: 'PARENT_ENDING' }, 3 * hour, false],
  ['and not for ever', { phase: 'planning', reason: 'PARENT_ENDING' }, 3 * hour + 1, true],
  ['what is under way may take three hours to end', { phase: 'cancelling', reason: 'CANCELLED' }, 3 * hour, false],
  ['after that it is stuck', { phase: 'cancelling', reason: 'CANCELLED' }, 3 * hour + 1, true],
  ['a job that waits for its start is well', { phase: 'scheduled', reason: 'SCHEDULED' }, 1000 * hour, false],
  ['so is one that somebody paused', { phase: 'paused', reason: 'PAUSED' }, 1000 * hour, false],
  ['so is one that nobody approves', { phase: 'awaiting-approval' }, 1000 * hour, false],
  ['so is one that is watched', { phase: 'baking', reason: 'BAKING' }, 1000 * hour, false],
  [
    'three restarts are too many, wherever it is',
    { execution: { name: jobId, restarts: 3 }, phase: 'paused' },
    0,
    true,
  ],
  ['of a job that cannot be read nothing is known', { phase: null, reason: null, lastEvent: null }, 1000 * hour, false],
])('%s', (_sentence, change, seconds, stuck) => {
  expect(isStuck({ ...running, ...change }, later(seconds))).toBe(stuck);
});
