import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../functions/domain/errors.ts';
import { closeGate, holdGate, type Job } from '../../functions/domain/job.ts';
import { type SteeringAction, steer, steeringActions } from '../../functions/domain/steer.ts';
import { now, plannedJob, result } from '../fixtures.ts';

const tally = { finished: 4, failed: 2 };
const results = [result(1), result(2, { status: 'failed', reason: 'CHECKSUM_MISMATCH', newVersion: '1.4.2' })];
const open = plannedJob(2, { phase: 'running', status: 'running' });
const states: Record<string, Job> = {
  open,
  paused: { ...holdGate(open, 'PAUSED', 'why'), phase: 'paused', pass: { unsettled: 2, parked: 0, idle: 2 } },
  cancelling: { ...closeGate(open, 'CANCELLED', 'why'), phase: 'cancelling' },
  done: { ...open, phase: 'done', status: 'failed' },
  'taken back': {
    ...open,
    phase: 'done',
    status: 'failed',
    rollbackAsked: { by: 'ann', note: null, rollout: null },
  },
  simulated: { ...open, phase: 'done', status: 'failed', simulated: true },
  'a rollback': { ...open, phase: 'done', status: 'failed', action: 'rollback' },
};

describe('steering', () => {
  const allowed: Record<string, readonly SteeringAction[]> = {
    open: ['pause', 'cancel'],
    paused: ['resume', 'cancel'],
    cancelling: [],
    done: [],
  };
  const cases = Object.keys(states).flatMap((state) =>
    steeringActions.map((action) => [action, state, allowed[state]?.includes(action) ?? false] as const),
  );

  test.each(cases)('%s of a job that is %s: allowed is %s', (action, state, isAllowed) => {
    const attempt = () => steer(states[state] ?? open, { action: action, subject: 'somebody', tally, results, now });
    if (isAllowed) expect(attempt()).toBeDefined();
    else expect(attempt).toThrow(Refusal);
  });

  test.each([
    ['pause', 'paused', 'The job is paused. What can be done with it: resume, cancel, rollback.'],
    ['resume', 'open', 'The job is running. What can be done with it: pause, cancel, rollback.'],
    ['cancel', 'cancelling', 'The job is being ended. What can be done with it: rollback.'],
    ['cancel', 'done', 'The job is done (failed). What can be done with it: retry, rollback.'],
    ['cancel', 'taken back', 'The job is done (failed). What can be done with it: retry.'],
    ['cancel', 'simulated', 'The job is done (failed). Nothing can be done with it.'],
    ['cancel', 'a rollback', 'The job is done (failed). What can be done with it: retry.'],
  ] as const)('a refused %s of a job that is %s says what is allowed', (action, state, words) => {
    expect(() => steer(states[state] ?? open, { action: action, subject: 'somebody', tally, results, now })).toThrow(
      words,
    );
  });

  test('pausing holds the gate and cancelling closes it, in the name of who asked', () => {
    expect(steer(open, { action: 'pause', subject: 'ann', tally, results, now }).gate).toEqual({
      state: 'held',
      reason: 'PAUSED',
      detail: 'Paused by ann.',
    });
    expect(steer(open, { action: 'cancel', subject: 'ann', tally, results, now }).gate).toEqual({
      state: 'closed',
      reason: 'CANCELLED',
      detail: 'Cancelled by ann.',
    });
  });

  test('resuming opens the gate, and failures until then no longer count', () => {
    expect(steer(states['paused'] ?? open, { action: 'resume', subject: 'ann', tally, results, now })).toMatchObject({
      gate: { state: 'open' },
      forgiven: tally,
      pass: { unsettled: 0, parked: 0, idle: 0 },
    });
  });
});
