import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Batch } from '../../functions/domain/batch.ts';
import { MOST_BATCHES_IN_A_QUEUE, queuesOf } from '../../functions/domain/queues.ts';
import { batchSize } from '../../functions/domain/rollout.ts';
import { job } from '../fixtures.ts';

type Queued = Pick<Batch, 'number' | 'state' | 'lane'>;

/** 1000 agents at a concurrency of 400 have batches of 10 where no lane makes them smaller. */
const jobOf = (max: number | null, targetCount = 1_000, concurrency = 400) => {
  const { rollout } = job();
  const concurrencyPerTag = max === null ? null : { tag: 'site', max };
  return job({ targetCount, rollout: { ...rollout, concurrency, concurrencyPerTag } });
};

/** Batches 0, 1, 2 … that are in these lanes; `-` is no lane. */
const lanes = (letters: string, change: Record<number, Batch['state']> = {}): Queued[] =>
  [...letters].map((letter, number) => ({
    number,
    state: change[number] ?? 'planned',
    lane: letter === '-' ? null : letter,
  }));

describe('the queues of a pass', () => {
  test.each<[string, number | null, Queued[], number[][]]>([
    ['no batch: no queue', 1, [], []],
    ['without lanes each batch is a queue', null, lanes('---'), [[0], [1], [2]]],
    [
      'one batch of a lane at once: one queue for each lane',
      10,
      lanes('ababa'),
      [
        [0, 2, 4],
        [1, 3],
      ],
    ],
    ['smaller than a batch: the batches are smaller, and run one by one', 3, lanes('aaa'), [[0, 1, 2]]],
    [
      'two full batches of a lane at once: two queues',
      20,
      lanes('aaaaa'),
      [
        [0, 2, 4],
        [1, 3],
      ],
    ],
    [
      'a batch more would be too many: still two queues',
      29,
      lanes('aaaaa'),
      [
        [0, 2, 4],
        [1, 3],
      ],
    ],
    ['more at once than there are: each batch is a queue', 90, lanes('aaa'), [[0], [1], [2]]],
    ['batches in no lane wait for none', 10, lanes('a-a-'), [[0, 2], [1], [3]]],
    ['what is under way comes first in its lane', 10, lanes('aaaa', { 2: 'sent', 3: 'claimed' }), [[2, 3, 0, 1]]],
    [
      'each that is under way has a queue of its own',
      20,
      lanes('aaaa', { 2: 'sent', 3: 'sent' }),
      [
        [2, 0],
        [3, 1],
      ],
    ],
    ['what is under way takes its place before all lanes', 10, lanes('-ab', { 2: 'sent' }), [[2], [0], [1]]],
    ['nodes that are only asked wait for none', 10, lanes('aaa', { 0: 'settled', 1: 'verifying' }), [[1], [0], [2]]],
  ])('%s', (_sentence, max, batches, expected) => {
    expect(queuesOf(jobOf(max), batches)).toEqual(expected);
  });

  test('a queue has no more batches than the events of one execution suffice for', () => {
    const [queue] = queuesOf(jobOf(10), lanes('a'.repeat(150)));
    expect(queue).toEqual(Array.from({ length: MOST_BATCHES_IN_A_QUEUE }, (_, number) => number));
  });

  test('whatever the sizes: a lane has no more agents in flight than its limit, and it uses what it can', () => {
    const counts = fc.tuple(...[1_000, 1_000, 100].map((max) => fc.integer({ min: 1, max })));
    fc.assert(
      fc.property(counts, ([targets = 1, concurrency = 1, max = 1]) => {
        const queues = queuesOf(jobOf(max, targets, concurrency), lanes('a'.repeat(120)));
        const size = Math.min(batchSize(targets, concurrency), max);
        expect(queues.length * size).toBeLessThanOrEqual(max);
        expect((queues.length + 1) * size).toBeGreaterThan(max);
        expect(new Set(queues.flat()).size).toBe(queues.flat().length);
      }),
    );
  });
});
