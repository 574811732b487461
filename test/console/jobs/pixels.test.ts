import { expect, test } from '@jest/globals';
import { copyPixels, type Pixels } from '../../../console/jobs/pixels.ts';

const pixels = (width: number, height: number, numbers: readonly number[]): Pixels => ({
  width,
  height,
  data: Uint32Array.from(numbers),
});
const square = pixels(2, 2, [1, 2, 3, 4]);

test.each<[string, number, number, number[]]>([
  ['at the corner', 0, 0, [1, 2, 0, 3, 4, 0, 0, 0, 0]],
  ['further in', 1, 1, [0, 0, 0, 0, 1, 2, 0, 3, 4]],
  ['over the right edge, which does not come in again at the left', 2, 0, [0, 0, 1, 0, 0, 3, 0, 0, 0]],
  ['over the lower edge', 0, 2, [0, 0, 0, 0, 0, 0, 1, 2, 0]],
  ['all of it outside', 3, 3, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
])('a picture is copied %s', (_place, x, y, expected) => {
  const onto = pixels(3, 3, new Array<number>(9).fill(0));
  copyPixels(square, onto, x, y);
  expect([...onto.data]).toEqual(expected);
});
