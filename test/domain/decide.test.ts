import { describe, expect, test } from '@jest/globals';
import { type Batch, end, start, updateAgents } from '../../functions/domain/batch.ts';
import {
  countPass,
  type Decision,
  decideNext,
  type Facts,
  MOST_BATCHES_IN_A_PASS,
} from '../../functions/domain/decide.ts';
import { JobStuck } from '../../functions/domain/errors.ts';
import { closeGate, holdGate, type Job } from '../../functions/domain/job.ts';
import type { Window } from '../../functions/domain/window.ts';
import { batch, job, later, now, pace, parkedBatch, plannedJob } from '../fixtures.ts';

const facts = (stored: readonly Batch[], reachable: readonly number[] = []): Facts => ({
  batches: stored,
  parentHasEnded: true,
  freeze: null,
  alarm: null,
  reachable: new Set(reachable),
  pace,
});

const batches = (...states: Batch['state'][]) => states.map((state, number) => batch(1, { number, state }));
const closed = (of: Job) => closeGate(of, 'WORKFLOW_LOST', 'why');
const held = (of: Job) => holdGate(of, 'PAUSED', 'why');
const twoWaves = plannedJob(4, {}, [2, 2]);
const rollout = (change: Partial<Job['rollout']>, waves?: readonly number[]) => {
  const planned = plannedJob(waves === undefined ? 1 : 4, {}, waves);
  return { ...planned, rollout: { ...planned.rollout, ...change } };
};
const simulated = (change: Partial<Job['rollout']>) => ({ ...rollout(change, [2, 2]), simulated: true });
const scheduled = rollout({ startAt: later(3600).toISOString() });
const baking = rollout(
  {
    waves: [
      { size: 2, bakeSeconds: 600 },
      { size: 2, bakeSeconds: 0 },
    ],
  },
  [2, 2],
);
const firstWaveDone = batches('settled', 'settled', 'planned', 'planned');

/** The first wave is over: one of its two agents failed. */
const oneFailed = firstWaveDone.map((each) =>
  each.state !== 'settled'
    ? each
    : updateAgents(each, (agent) =>
        end(start(agent), { reason: each.number === 0 ? 'CHECKSUM_MISMATCH' : 'UPGRADED' }),
      ),
);

/** It is 08:00 UTC on a Thursday. */
const nights: Window = { days: ['thu', 'fri'], start: '22:00', durationMinutes: 120, timeZone: 'UTC' };

describe('what a job does next', () => {
  test.each<[string, Job, ReturnType<typeof batches>, Decision]>([
    [
      'nothing is sent: upgrade all',
      plannedJob(2),
      batches('planned', 'planned'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0, 1] },
    ],
    [
      'some are settled: the others',
      plannedJob(2),
      batches('settled', 'planned'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
    ],
    [
      'one was left under way: taken up again',
      plannedJob(2),
      batches('settled', 'sent'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
    ],
    [
      'all are settled: finish',
      plannedJob(2),
      batches('settled', 'settled'),
      { next: 'finish', reason: 'ALL_SUCCEEDED' },
    ],
    [
      'there is no batch at all: finish',
      plannedJob(0, { targetCount: 1 }),
      [],
      { next: 'finish', reason: 'ALL_SUCCEEDED' },
    ],
    [
      'the first wave runs: the second waits',
      twoWaves,
      batches('settled', 'planned', 'planned', 'planned'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
    ],
    [
      'the first wave is settled: the second runs',
      twoWaves,
      batches('settled', 'settled', 'planned', 'planned'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
    ],
    [
      'the start is later: wait',
      scheduled,
      batches('planned'),
      { next: 'wait', reason: 'SCHEDULED', until: later(3600) },
    ],
    [
      'the gate is closed and nothing was sent: finish',
      closed(plannedJob(2)),
      batches('planned', 'planned'),
      { next: 'finish', reason: 'WORKFLOW_LOST' },
    ],
    [
      'the gate is closed: only what was sent is followed',
      closed(plannedJob(3)),
      batches('planned', 'sent', 'claimed'),
      { next: 'upgrade', reason: 'SETTLING', batches: [1, 2] },
    ],
    [
      'the window is closed: wait until it opens',
      rollout({ window: nights }),
      batches('planned'),
      { next: 'wait', reason: 'WINDOW_CLOSED', until: later(14 * 3600) },
    ],
    [
      'the window is closed: only what was sent is followed',
      rollout({ window: nights }, [4]),
      batches('sent', 'planned', 'planned', 'planned'),
      { next: 'upgrade', reason: 'SETTLING', batches: [0] },
    ],
    [
      'the window is closed and all are settled: finish',
      rollout({ window: nights }),
      batches('settled'),
      { next: 'finish', reason: 'ALL_SUCCEEDED' },
    ],
    [
      'the window is open: go on',
      rollout({ window: { ...nights, start: '07:59' } }),
      batches('planned'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0] },
    ],
    [
      'the gate is held and nothing is under way: wait a day for somebody',
      held(plannedJob(2)),
      batches('planned', 'settled'),
      { next: 'wait', reason: 'PAUSED', until: later(86_400) },
    ],
    [
      'the gate is held: only what was sent is followed',
      held(plannedJob(2)),
      batches('planned', 'sent'),
      { next: 'upgrade', reason: 'SETTLING', batches: [1] },
    ],
    [
      'the first wave is settled and to be watched: wait',
      baking,
      firstWaveDone,
      { next: 'wait', reason: 'BAKING', until: later(600), wave: 0 },
    ],
    [
      'it is being watched: wait for what is left',
      { ...baking, bake: { wave: 0, until: later(60).toISOString() } },
      firstWaveDone,
      { next: 'wait', reason: 'BAKING', until: later(60), wave: 0 },
    ],
    [
      'it was watched long enough: the second runs',
      { ...baking, bake: { wave: 0, until: now.toISOString() } },
      firstWaveDone,
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
    ],
    [
      'the second has begun: no bake stops it',
      baking,
      batches('settled', 'settled', 'settled', 'planned'),
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [3] },
    ],
    [
      'the last wave is not watched: finish',
      baking,
      batches('settled', 'settled', 'settled', 'settled'),
      { next: 'finish', reason: 'ALL_SUCCEEDED' },
    ],
    [
      'the first wave had a failure too many: stop',
      rollout({ canaryThreshold: '49%' }, [2, 2]),
      oneFailed,
      { next: 'stop', reason: 'FAILURE_THRESHOLD', crossing: { finished: 2, failed: 1, threshold: '49%' } },
    ],
    [
      'the first wave had as many failures as are borne: go on',
      rollout({ canaryThreshold: '50%' }, [2, 2]),
      oneFailed,
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
    ],
    [
      'its failures were forgiven by a resume: go on',
      { ...rollout({ canaryThreshold: 0 }, [2, 2]), forgiven: { finished: 2, failed: 1 } },
      oneFailed,
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
    ],
    [
      'simulated: everything at once, whatever a real job would wait for',
      simulated({ waves: baking.rollout.waves, startAt: later(60).toISOString(), window: nights, approval: 'start' }),
      batches('settled', 'settled', 'planned', 'planned'),
      { next: 'upgrade', reason: 'SIMULATING', batches: [2, 3] },
    ],
    [
      'simulated, and all are settled: finish, without a bake',
      simulated({ waves: baking.rollout.waves }),
      batches('settled', 'settled', 'settled', 'settled'),
      { next: 'finish', reason: 'SIMULATED' },
    ],
    [
      'simulated and cancelled: finish',
      closed(simulated({})),
      batches('settled', 'planned', 'planned', 'planned'),
      { next: 'finish', reason: 'WORKFLOW_LOST' },
    ],
    [
      'the gate closed before the plan was complete: finish',
      closed(job()),
      [],
      { next: 'finish', reason: 'WORKFLOW_LOST' },
    ],
    [
      'the gate closed while the job waited for its start: finish',
      closed(scheduled),
      batches('planned'),
      { next: 'finish', reason: 'WORKFLOW_LOST' },
    ],
  ])('%s', (_sentence, given, stored, expected) => {
    expect(decideNext(given, facts(stored), now)).toEqual(expected);
  });

  test('a start that has come is no reason to wait, to the millisecond', () => {
    expect(decideNext(scheduled, facts(batches('planned')), later(3600)).next).toBe('upgrade');
    expect(decideNext(scheduled, facts(batches('planned')), new Date(later(3600).getTime() - 1)).next).toBe('wait');
  });

  test('one pass takes at most 2,000 batches', () => {
    const many = batches(...Array.from({ length: 2_500 }, () => 'planned' as const));
    const decision = decideNext(plannedJob(2_500), facts(many), now);
    expect(decision).toMatchObject({ next: 'upgrade' });
    expect(decision.next === 'upgrade' && decision.batches.length).toBe(MOST_BATCHES_IN_A_PASS);
  });

  test('a simulated job is kept by no freeze and no alarm', () => {
    const obstacle = { reason: 'FROZEN', detail: 'why' } as const;
    const stopped = { ...facts(batches('planned')), freeze: { ...obstacle, until: null }, alarm: obstacle };
    expect(decideNext(simulated({}), stopped, now)).toMatchObject({ next: 'upgrade', reason: 'SIMULATING' });
  });

  test('passes of a simulated job that settle nothing are not repeated for ever', () => {
    const idle = { ...simulated({}), pass: { unsettled: 1, parked: 0, idle: 3 } };
    expect(() => decideNext(idle, facts(batches('planned')), now)).toThrow(JobStuck);
  });

  test('a job that is not planned is planned first', () => {
    expect(decideNext(job(), facts([]), now)).toEqual({ next: 'plan', reason: 'SUBMITTED' });
  });

  test('whose targets come from a job that has not ended: it waits for that', () => {
    const decision = decideNext(job(), { ...facts([]), parentHasEnded: false }, now);
    expect(decision).toEqual({ next: 'wait', reason: 'PARENT_ENDING', until: later(15) });
  });

  test.each([
    [2, false],
    [3, true],
  ])('%d passes that settled nothing: stuck is %s', (idle, stuck) => {
    const decide = () =>
      decideNext(plannedJob(1, { pass: { unsettled: 1, parked: 0, idle } }), facts(batches('sent')), now);
    if (stuck) expect(decide).toThrow(JobStuck);
    else expect(decide()).toMatchObject({ next: 'upgrade' });
  });
});

/** It waits for nodes for 10 hours. */
const patient = (of: Job): Job => ({ ...of, offlineSeconds: 36_000 });
const ago = (seconds: number): Date => later(-seconds);
const settled = (number: number) => batch(1, { number, state: 'settled' });
const planned = (number: number) => batch(1, { number });

describe('where nodes are offline and the job waits for them', () => {
  test.each<[string, Job, Batch[], number[], Decision]>([
    [
      'only they are left: look again in 15 minutes',
      plannedJob(2),
      [settled(0), parkedBatch(1)],
      [],
      { next: 'wait', reason: 'WAITING_FOR_NODES', until: later(900) },
    ],
    [
      'the wait for one of them ends before that: look again then',
      plannedJob(2),
      [parkedBatch(0), parkedBatch(1, ago(36_000 - 60))],
      [],
      { next: 'wait', reason: 'WAITING_FOR_NODES', until: later(60) },
    ],
    [
      'one is back: it is sent, the other is not',
      plannedJob(2),
      [parkedBatch(0, ago(300)), parkedBatch(1, ago(300))],
      [1],
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
    ],
    [
      'one is back that was found offline not five minutes ago: it comes and goes, so it is left alone',
      plannedJob(1),
      [parkedBatch(0, ago(3600), ago(299))],
      [0],
      { next: 'wait', reason: 'WAITING_FOR_NODES', until: later(900) },
    ],
    [
      'the wait is over, back or not: sending ends it',
      plannedJob(1),
      [parkedBatch(0, ago(36_000), ago(10))],
      [],
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0] },
    ],
    [
      'the next wave does not wait for them',
      twoWaves,
      [settled(0), parkedBatch(1), planned(2), planned(3)],
      [],
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
    ],
    [
      'one of an earlier wave is back: it is sent beside the wave that runs',
      twoWaves,
      [settled(0), parkedBatch(1, ago(300)), settled(2), planned(3)],
      [1],
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [3, 1] },
    ],
    [
      'the wave is watched for its time all the same',
      baking,
      [settled(0), parkedBatch(1, ago(300)), planned(2), planned(3)],
      [1],
      { next: 'wait', reason: 'BAKING', until: later(600), wave: 0 },
    ],
    [
      'a wave that found its first node offline has begun: no bake stops it',
      baking,
      [settled(0), settled(1), parkedBatch(2), planned(3)],
      [],
      { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [3] },
    ],
    [
      'the window is closed: nobody is sent, back or not',
      rollout({ window: nights }),
      [parkedBatch(0, ago(36_000))],
      [0],
      { next: 'wait', reason: 'WINDOW_CLOSED', until: later(14 * 3600) },
    ],
    [
      'the gate is held: nobody is sent, back or not',
      held(plannedJob(1)),
      [parkedBatch(0, ago(36_000))],
      [0],
      { next: 'wait', reason: 'PAUSED', until: later(86_400) },
    ],
    [
      'the gate is closed: the job ends without them',
      closed(plannedJob(1)),
      [parkedBatch(0)],
      [0],
      { next: 'finish', reason: 'WORKFLOW_LOST' },
    ],
  ])('%s', (_sentence, given, stored, reachable, expected) => {
    expect(decideNext(patient(given), facts(stored, reachable), now)).toEqual(expected);
  });

  test('passes that end nothing: the job is stuck, where its nodes are back as well', () => {
    const stuck = patient(plannedJob(1, { pass: { unsettled: 0, parked: 1, idle: 3 } }));
    expect(() => decideNext(stuck, facts([parkedBatch(0, ago(300))], [0]), now)).toThrow(JobStuck);
  });
});

test.each([
  ['as many are left', 5, 1, 2],
  ['one was settled', 4, 1, 0],
  ['one was parked', 4, 2, 0],
  ['one that was parked was settled', 5, 0, 0],
])('a pass is idle only where the one before it settled nothing and parked nothing: %s', (_sentence, ...counts) => {
  const [unsettled, parked, idle] = counts;
  const before = plannedJob(6, { pass: { unsettled: 5, parked: 1, idle: 1 } });
  expect(countPass(before, unsettled, parked)).toEqual({ unsettled, parked, idle });
});
