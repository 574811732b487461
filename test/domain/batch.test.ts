import { describe, expect, test } from '@jest/globals';
import { batchSchema, claim, nextAttempt, releaseClaim, settle } from '../../functions/domain/batch.ts';
import { batch, later } from '../fixtures.ts';

const times = ({ begunAt, settledAt }: ReturnType<typeof batch>) => [begunAt, settledAt];
const at = (seconds: number) => later(seconds).toISOString();
const first = claim(batch(1), later(1));

describe('when a batch began and was over', () => {
  test.each([
    ['is not known before', batch(1), [null, null]],
    ['is when it was claimed first', first, [at(1), null]],
    ['is not when it was claimed in vain', releaseClaim(first), [null, null]],
    ['stays where another attempt is claimed', claim(nextAttempt(first), later(2)), [at(1), null]],
    [
      'stays where another attempt is claimed in vain',
      releaseClaim(claim(nextAttempt(first), later(2))),
      [at(1), null],
    ],
    ['is when every agent was done', settle(first, later(3)), [at(1), at(3)]],
    [
      'stays where its nodes are asked at the end of the bake',
      settle(settle(first, later(3)), later(4)),
      [at(1), at(3)],
    ],
  ])('%s', (_sentence, given, expected) => {
    expect(times(given)).toEqual(expected);
  });

  test('is not known of one that was stored before this was kept', () => {
    const { begunAt: _begunAt, settledAt: _settledAt, ...older } = settle(first, later(3));
    expect(times(batchSchema.parse(older))).toEqual([null, null]);
  });
});
