import { expect, test } from '@jest/globals';
import { countOf, type Size } from '../../functions/domain/size.ts';

test.each<[Size, number, number]>([
  // size, total, how many
  [7, 3, 7],
  ['0%', 100, 0],
  ['1%', 1, 1],
  ['7%', 100, 7],
  ['8.8%', 375, 33],
  ['64.4%', 250, 161],
  ['0.001%', 100_000, 1],
  ['0.001%', 100_001, 2],
  ['100%', 100_001, 100_001],
])('%s of %d are %d', (size, total, expected) => {
  expect(countOf(size, total)).toBe(expected);
});
