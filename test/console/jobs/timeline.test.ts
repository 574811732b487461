import { describe, expect, test } from '@jest/globals';
import { gatesOf, timelineOf, type WaveState } from '../../../console/jobs/timeline.ts';
import { jobEvent, reportedWave, waves } from './fixtures.ts';

type Args = Parameters<typeof timelineOf>;
const now = new Date('2026-03-01T09:36:00.000Z');
const job = (change: Partial<Args[0]> = {}): Args[0] => ({
  waves: [...waves],
  phase: 'baking',
  reason: 'BAKING',
  status: 'running',
  ...change,
});
const second = (change: Parameters<typeof reportedWave>[0] = {}) =>
  reportedWave({ number: 2, agents: 9, succeeded: 0, bakeSeconds: 0, begunAt: null, endedAt: null, ...change });
const notBegun = { begunAt: null, endedAt: null, succeeded: 0 };

describe('the states of two waves', () => {
  test.each<[string, Args[0], Args[1], WaveState[]]>([
    ['where the report is not there yet', job(), [], ['to-come', 'to-come']],
    [
      'where nothing has begun',
      job({ phase: 'scheduled', reason: 'SCHEDULED' }),
      [reportedWave(notBegun), second()],
      ['to-come', 'to-come'],
    ],
    [
      'where the first is under way',
      job({ phase: 'running', reason: 'WAVE_RUNNING' }),
      [reportedWave({ endedAt: null }), second()],
      ['running', 'to-come'],
    ],
    ['where the first is watched', job(), [reportedWave(), second()], ['baking', 'to-come']],
    [
      'where the first is checked',
      job({ phase: 'running', reason: 'VERIFYING' }),
      [reportedWave(), second()],
      ['verifying', 'to-come'],
    ],
    [
      'where the second is under way',
      job({ phase: 'running', reason: 'WAVE_RUNNING' }),
      [reportedWave(), second({ begunAt: '2026-03-01T09:42:00.000Z' })],
      ['passed', 'running'],
    ],
    [
      'where the job ended well',
      job({ phase: 'done', reason: 'ALL_SUCCEEDED', status: 'success' }),
      [],
      ['passed', 'passed'],
    ],
    [
      'where the canary failed',
      job({ phase: 'done', reason: 'FAILURE_THRESHOLD', status: 'failed' }),
      [reportedWave({ succeeded: 0, failed: 1 }), second()],
      ['stopped', 'stopped'],
    ],
    [
      'where it was cancelled after the first',
      job({ phase: 'done', reason: 'CANCELLED', status: 'failed' }),
      [reportedWave(), second()],
      ['passed', 'stopped'],
    ],
  ])('%s', (_sentence, given, reported, states) => {
    expect(timelineOf(given, reported, [], now).map(({ state }) => state)).toEqual(states);
  });
});

describe('a bake', () => {
  const firstBake = (...args: [Args[0], Args[1], Args[2]?]) =>
    timelineOf(args[0], args[1], args[2] ?? [], now)[0]?.bake;
  test('counts from the end of the wave', () => {
    expect(firstBake(job(), [reportedWave(), second()])).toEqual({
      words: 'Watched for 5 min more of 10 min',
      percent: 50,
    });
  });

  test('or, better, from when the audit trail says that it began', () => {
    const events = [jobEvent({ reason: 'BAKING', at: '2026-03-01T09:35:00.000Z' })];
    expect(firstBake(job(), [reportedWave(), second()], events)?.percent).toBe(10);
  });

  test('is still to come while its wave is under way', () => {
    expect(firstBake(job({ phase: 'running' }), [reportedWave({ endedAt: null }), second()])).toEqual({
      words: 'Watched for 10 min before the next wave',
      percent: 0,
    });
  });

  test('is over where the next wave has begun', () => {
    expect(firstBake(job(), [reportedWave(), second({ begunAt: now.toISOString() })])?.percent).toBe(100);
  });

  test('has none behind a wave that stopped the job', () => {
    const failed = [reportedWave({ succeeded: 0, failed: 1 }), second()];
    expect(firstBake(job({ phase: 'done', reason: 'FAILURE_THRESHOLD', status: 'failed' }), failed)).toBeNull();
  });

  test('has none behind the last wave', () => {
    expect(timelineOf(job(), [], [], now)[1]?.bake).toBeNull();
  });
});

test('a wave says what became of its agents, and its share of them', () => {
  const reported = [
    reportedWave(),
    second({ begunAt: now.toISOString(), succeeded: 2, failed: 1, excluded: 1, agents: 8 }),
  ];
  expect(timelineOf(job(), reported, [], now)).toMatchObject([
    { words: '1 of 1 agent succeeded', share: 10 },
    { words: '2 of 8 agents succeeded, 1 failed, 1 terminated', share: 90, failureThreshold: '10%' },
  ]);
  expect(timelineOf(job(), [], [], now)).toMatchObject([{ words: '1 agent' }, { words: '9 agents' }]);
});

test('the gates are what held the job up or let it go on', () => {
  const events = [
    jobEvent(),
    jobEvent({ reason: 'PAUSED', by: 'alice', detail: 'Paused by alice.' }),
    jobEvent({ reason: 'PAUSED', phase: 'paused' }),
    jobEvent({ reason: 'RESUMED', by: 'bob' }),
  ];
  expect(gatesOf(events, (reason) => `the sentence of ${reason}`)).toEqual([
    { at: '2026-03-01T09:30:00.000Z', words: 'Paused by alice.', by: 'alice' },
    { at: '2026-03-01T09:30:00.000Z', words: 'the sentence of RESUMED', by: 'bob' },
  ]);
});
