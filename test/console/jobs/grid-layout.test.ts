import { describe, expect, test } from '@jest/globals';
import {
  cellAt,
  changedCells,
  changedRows,
  layoutGrid,
  moveCursor,
  placeOf,
} from '../../../console/jobs/grid-layout.ts';

describe('the grid', () => {
  test.each([
    ['a few agents are in one row', 12, 1_000, { columns: 12, rows: 1, size: 24 }],
    ['a hundred', 100, 240, { columns: 10, rows: 10, size: 24 }],
    ['ten thousand are small', 10_000, 1_000, { columns: 125, rows: 80, size: 8 }],
    ['on a telephone they are more rows', 10_000, 390, { columns: 48, rows: 209, size: 8 }],
    ['the last row need not be full', 7, 72, { columns: 3, rows: 3, size: 24 }],
    ['there is no room yet', 5, 0, { columns: 1, rows: 5, size: 24 }],
    ['there is nobody', 0, 390, { columns: 1, rows: 0, size: 24 }],
  ])('%s', (_sentence, count, width, expected) => {
    expect(layoutGrid(count, width)).toEqual({ count, ...expected });
  });
});

/** Three rows: 0 1 2, 3 4 5, 6. */
const layout = layoutGrid(7, 72);

test.each([
  ['the first', 0, 0, 0],
  ['the second of the second row', 30, 47, 4],
  ['the last', 10, 50, 6],
  ['none behind the last', 30, 50, undefined],
  ['none right of the grid', 80, 10, undefined],
  ['none above it', 10, -1, undefined],
])('at a place is %s', (_sentence, x, y, cell) => {
  expect(cellAt(layout, x, y)).toBe(cell);
});

test('a cell is where it is found', () => {
  for (let cell = 0; cell < layout.count; cell++) {
    const { x, y } = placeOf(layout, cell);
    expect(cellAt(layout, x, y)).toBe(cell);
  }
});

describe('keys', () => {
  test.each([
    ['ArrowRight goes on into the next row', 'ArrowRight', 2, 3],
    ['ArrowLeft', 'ArrowLeft', 3, 2],
    ['ArrowDown', 'ArrowDown', 3, 6],
    ['ArrowDown stays where nothing is below', 'ArrowDown', 5, 5],
    ['ArrowUp', 'ArrowUp', 6, 3],
    ['ArrowUp stays in the first row', 'ArrowUp', 1, 1],
    ['Home', 'Home', 5, 3],
    ['End', 'End', 3, 5],
    ['End of the last row', 'End', 6, 6],
    ['Tab leaves the grid', 'Tab', 3, undefined],
  ])('%s', (_sentence, key, from, to) => {
    expect(moveCursor(layout, from, key)).toBe(to);
  });
});

test('only cells that changed are drawn', () => {
  expect(changedCells(['a', 'b', 'c'], ['a', 'x', 'y'])).toEqual([1, 2]);
  expect(changedCells(['a'], ['a'])).toEqual([]);
});

test.each<[string, number[], [number, number][]]>([
  ['none for no cells', [], []],
  ['one for all cells of a row', [0, 1, 2], [[0, 1]]],
  ['rows beside each other as one', [2, 3], [[0, 2]]],
  [
    'rows with one between them by themselves',
    [0, 1, 6],
    [
      [0, 1],
      [2, 3],
    ],
  ],
])('the rows that are put on the canvas are %s', (_sentence, cells, rows) => {
  expect(changedRows(layout, cells)).toEqual(rows);
});
