import { expect, test } from '@jest/globals';
import { countOf, type Size, sizeSchema, someSizeSchema } from '../../functions/domain/size.ts';

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

test.each<[unknown, boolean, boolean]>([
  // size, is it one, is it one of at least one
  [1, true, true],
  ['0.001%', true, true],
  ['100%', true, true],
  ['100.000%', true, true],
  [0, true, false],
  ['0%', true, false],
  ['00%', true, false],
  ['0.0%', true, false],
  ['00.000%', true, false],
  ['100.001%', false, false],
  ['100.999%', false, false],
  ['0.0001%', false, false],
  [-1, false, false],
  [1.5, false, false],
  ['10', false, false],
])('%j is a size: %s, and one of at least one agent: %s', (size, is, isPositive) => {
  expect(sizeSchema.safeParse(size).success).toBe(is);
  expect(someSizeSchema.safeParse(size).success).toBe(isPositive);
});
