import { describe, expect, test } from '@jest/globals';
import { end, updateAgents } from '../../functions/domain/batch.ts';
import { type Estimate, estimateOf } from '../../functions/domain/estimate.ts';
import type { Job } from '../../functions/domain/job.ts';
import { batch, job, plannedJob } from '../fixtures.ts';

const planned = (waves: readonly number[], concurrency: number, bakeSeconds: number): Job => {
  const sum = waves.reduce((total, size) => total + size, 0);
  const of = plannedJob(sum, { simulated: true }, waves);
  return { ...of, rollout: { ...of.rollout, concurrency, waves: waves.map((size) => ({ size, bakeSeconds })) } };
};
const batches = (count: number, agents = 1) => Array.from({ length: count }, (_, number) => batch(agents, { number }));
const seconds = (estimate: Estimate | null) => estimate?.seconds;

describe('what a real job would take', () => {
  test.each([
    ['1 agent: one minute', planned([1], 50, 0), batches(1), 60],
    ['50 agents at once: one minute', planned([50], 50, 0), batches(50), 60],
    ['51 agents, 50 at once: two', planned([51], 50, 0), batches(51), 120],
    ['two waves and the bake between them', planned([1, 9], 50, 300), batches(10), 60 + 300 + 60],
    [
      'three waves, the last of which is not watched',
      planned([1, 2, 4], 2, 300),
      batches(7),
      60 + 300 + 60 + 300 + 120,
    ],
    ['a batch of many agents', planned([1], 10, 0), batches(1, 40), 240],
    ['a wave with nobody to send takes no time and has no bake', planned([1, 9], 50, 300), batches(1), 60],
  ])('%s', (_sentence, given, stored, expected) => {
    expect(seconds(estimateOf(given, stored))).toBe(expected);
  });

  test.each<[string, number, readonly (string | null)[], number]>([
    ['no more than all of them', 2, ['a', 'b', 'c', 'd'], 60],
    ['as many rounds as the largest lane', 2, ['a', 'a', 'a', 'a', 'a', 'b'], 180],
    [
      'as many rounds as all of them, where that is more',
      2,
      ['a', 'a', ...Array.from({ length: 99 }, () => null)],
      180,
    ],
    ['no rounds for agents in no lane', 1, [null, null, null], 60],
  ])('lanes take %s', (_sentence, max, lanes, expected) => {
    const given = planned([lanes.length], 50, 0);
    const limited = { ...given, rollout: { ...given.rollout, concurrencyPerTag: { tag: 'site', max } } };
    const stored = lanes.map((lane, number) => batch(1, { number, lane }));
    expect(seconds(estimateOf(limited, stored))).toBe(expected);
  });

  test('agents that were seen to be beyond reach are left out', () => {
    const offline = (each: ReturnType<typeof batch>) =>
      updateAgents(each, (agent) => end(agent, { reason: 'AGENT_OFFLINE' }));
    const given = planned([1, 2], 1, 300);
    const stored = batches(3).map((each) => (each.number === 2 ? offline(each) : each));
    expect(seconds(estimateOf(given, stored))).toBe(60 + 300 + 60);
    expect(estimateOf(given, batches(3).map(offline))?.seconds).toBe(0);
  });

  test('is not known before the job is planned', () => {
    expect(estimateOf(job({ simulated: true }), [])).toBeNull();
  });

  test('costs what its transitions, calls, reads and writes cost', () => {
    // One agent: 13 transitions, 8 calls of 0.25 GB-seconds, 9 writes and 3 reads.
    const expected = 13 * 25e-6 + 8 * (0.2e-6 + 0.25 * 13.3334e-6) + 9 * 0.625e-6 + 3 * 0.125e-6;
    expect(estimateOf(planned([1], 50, 0), batches(1))?.costUsd).toBeCloseTo(expected, 6);
  });

  test('a bake costs its own transitions and calls', () => {
    const cost = (bakeSeconds: number) => estimateOf(planned([1, 1], 50, bakeSeconds), batches(2))?.costUsd ?? 0;
    expect(cost(60) - cost(0)).toBeCloseTo(13 * 25e-6 + 7 * (0.2e-6 + 0.25 * 13.3334e-6), 5);
    expect(cost(600)).toBe(cost(60));
  });

  test('1,000 agents in batches of 50 cost about one cent', () => {
    const given = planned([20], 1_000, 0);
    expect(estimateOf(given, batches(20, 50))?.costUsd).toBeGreaterThan(0.005);
    expect(estimateOf(given, batches(20, 50))?.costUsd).toBeLessThan(0.02);
  });
});
