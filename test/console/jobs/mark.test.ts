import { expect, test } from '@jest/globals';
import { type CellKind, cellKinds, cellLooks } from '../../../console/jobs/cell-kind.ts';
import { type Brush, drawCell } from '../../../console/jobs/mark.ts';
import { lightPalette } from '../../../console/jobs/palette.ts';

/** What a brush was told, with the colour that it had. */
function strokesOf(kind: CellKind): string[] {
  const told: string[] = [];
  const note =
    (name: string, colour: () => unknown = () => '') =>
    (...numbers: number[]) => {
      told.push([name, ...numbers, colour()].join(' '));
    };
  const brush: Brush = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 0,
    fillRect: note('fillRect', () => brush.fillStyle),
    beginPath: note('beginPath'),
    moveTo: note('moveTo'),
    lineTo: note('lineTo'),
    arc: note('arc'),
    stroke: note('stroke', () => brush.strokeStyle),
    fill: note('fill', () => brush.fillStyle),
  };
  drawCell(brush, 8, cellLooks[kind].mark, lightPalette[kind]);
  return told;
}

test('a cell is filled first', () => {
  for (const kind of cellKinds) expect(strokesOf(kind)[0]).toBe(`fillRect 0 0 8 8 ${lightPalette[kind].fill}`);
});

test('no two kinds have the same mark on them', () => {
  const marks = cellKinds.map((kind) => strokesOf(kind).slice(1).join().replaceAll(/#\w+/g, ''));
  expect(new Set(marks).size).toBe(cellKinds.length);
});

test('what is as it should be has none', () => {
  expect(strokesOf('succeeded')).toHaveLength(1);
});
