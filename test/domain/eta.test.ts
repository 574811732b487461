import { describe, expect, test } from '@jest/globals';
import { type Batch, end, start, updateAgents } from '../../functions/domain/batch.ts';
import { etaSeconds } from '../../functions/domain/eta.ts';
import { closeGate, holdGate, type Job } from '../../functions/domain/job.ts';
import { batch, job, later, now, parkedBatch, plannedJob } from '../fixtures.ts';

/** Dispatched at `now`. */
const claimed = (number: number, state: Batch['state']) => batch(1, { number, state, claimedAt: now.toISOString() });
const done = (number: number) =>
  updateAgents(claimed(number, 'settled'), (agent) => end(start(agent), { reason: 'UPGRADED' }));
const underWay = (number: number) => updateAgents(claimed(number, 'sent'), start);
const planned = (number: number) => batch(1, { number });

const running = (change: Partial<Job> = {}) => plannedJob(4, { phase: 'running', ...change });
const baking = (change: Partial<Job> = {}): Job => {
  const twoWaves = plannedJob(4, { phase: 'running', ...change }, [2, 2]);
  const waves = [
    { size: 2, bakeSeconds: 600 },
    { size: 2, bakeSeconds: 300 },
  ];
  return { ...twoWaves, rollout: { ...twoWaves.rollout, waves } };
};
const half = [done(0), done(1), planned(2), planned(3)];

describe('how long a job still takes', () => {
  test.each<[string, Job, readonly Batch[], number | null]>([
    ['nothing is planned', job(), [], null],
    ['nothing has finished', running(), [underWay(0), planned(1)], null],
    [
      'whoever was never sent tells no pace',
      running(),
      [updateAgents(claimed(0, 'settled'), (agent) => end(agent, { reason: 'AGENT_OFFLINE' })), underWay(1)],
      null,
    ],
    ['1 of 4 after 100 s: three times that', running(), [done(0), underWay(1), planned(2), planned(3)], 300],
    ['2 of 4 after 100 s: as long again', running(), half, 100],
    ['all are done, and the job is about to say so', running(), [done(0), done(1), done(2), done(3)], 0],
    ['the job has ended', running({ phase: 'done' }), half, 0],
    ['it is paused', holdGate(running({ phase: 'paused' }), 'PAUSED', 'why'), half, null],
    ['it was paused a moment ago', holdGate(running(), 'PAUSED', 'why'), half, null],
    ['it is being cancelled', closeGate(running(), 'CANCELLED', 'why'), half, null],
    ['it waits for its window', running({ phase: 'scheduled' }), half, null],
    ['it waits for a person', running({ phase: 'awaiting-approval' }), half, null],
    ['it waits for nodes alone', running({ reason: 'WAITING_FOR_NODES' }), [done(0), parkedBatch(1)], null],
    ['one of 4 waits for its node: the others tell', running(), [done(0), done(1), planned(2), parkedBatch(3)], 50],
    ['it is simulated', running({ simulated: true }), half, null],
    ['a bake is to come', baking(), [done(0), underWay(1), planned(2), planned(3)], 300 + 600],
    [
      'the bake has begun 40 s ago: its rest, and the pace of the 60 s before it',
      baking({ phase: 'baking', bake: { wave: 0, until: later(660).toISOString() } }),
      half,
      560 + 60,
    ],
    [
      'the bake is over: it is no slow work',
      baking({ bake: { wave: 0, until: later(60).toISOString() } }),
      [done(0), done(1), done(2), planned(3)],
      0,
    ],
  ])('%s', (_sentence, given, batches, expected) => {
    expect(etaSeconds(given, batches, later(100))).toBe(expected);
  });

  test('after a bake the pace is that of the work alone', () => {
    const given = baking({ bake: { wave: 0, until: later(700).toISOString() } });
    expect(etaSeconds(given, [done(0), done(1), done(2), planned(3)], later(750))).toBe((750 - 600) / 3);
  });
});
