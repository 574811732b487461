import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../functions/domain/errors.ts';
import { closeGate, holdGate, type Job } from '../../functions/domain/job.ts';
import { type SteeringAction, steer, steeringActions } from '../../functions/domain/steer.ts';
import { job, now, plannedJob, result } from '../fixtures.ts';

const tally = { finished: 4, failed: 2, vanished: 1 };
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

  const needing = (approval: true | 'after-canary', change: Partial<Job> = {}): Job => ({
    ...open,
    asked: { ...open.asked, rollout: { ...open.asked.rollout, approval } },
    rollout: { ...open.rollout, approval: approval === true ? 'start' : approval },
    ...change,
  });
  const unexpanded = { ...open.plan, expanded: false };

  test.each<[string, Job, boolean]>([
    ['before the first wave, while it waits for that', needing(true, { phase: 'awaiting-approval' }), true],
    ['before the first wave, while it is planned', needing(true, { phase: 'planning' }), true],
    ['before the first wave, while it waits for its start', needing(true, { phase: 'scheduled' }), true],
    ['after the canary, while it waits for that', needing('after-canary', { phase: 'awaiting-approval' }), true],
    ['after the canary, while that runs', needing('after-canary'), false],
    ['after the canary, while that is watched', needing('after-canary', { phase: 'baking' }), false],
    [
      'after the canary, while its agents are looked for and there is no second wave yet',
      needing('after-canary', {
        phase: 'planning',
        plan: unexpanded,
        rollout: { ...job().rollout, approval: 'start' },
      }),
      false,
    ],
    ['once more', needing(true, { phase: 'awaiting-approval', approved: { by: 'ann', at: now.toISOString() } }), false],
    ['never', open, false],
  ])('whether a job may be approved that is to be approved %s', (_sentence, given, isAllowed) => {
    const attempt = () => steer(given, { action: 'approve', subject: 'ann', tally, results, now });
    if (isAllowed) expect(attempt().approved).toEqual({ by: 'ann', at: now.toISOString() });
    else expect(attempt).toThrow(expect.objectContaining({ kind: 'conflict', code: 'WRONG_STATE' }));
  });

  test('an approval that comes before the canary is through is told what is allowed', () => {
    const approving = () => steer(needing('after-canary'), { action: 'approve', subject: 'ann', tally, results, now });
    expect(approving).toThrow('The job is running. What can be done with it: pause, cancel, rollback.');
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
