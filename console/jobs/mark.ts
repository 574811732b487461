import type { Mark } from './cell-kind.ts';
import type { CellColours } from './palette.ts';

/** What a cell is drawn with: a canvas's context, or whatever notes down what it is told. */
export interface Brush {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  fillRect(x: number, y: number, width: number, height: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  stroke(): void;
  fill(): void;
}

/** Draws a cell of this side, in pixels, at the origin. */
export function drawCell(brush: Brush, side: number, mark: Mark, { fill, ink }: CellColours): void {
  brush.fillStyle = fill;
  brush.fillRect(0, 0, side, side);
  brush.fillStyle = ink;
  brush.strokeStyle = ink;
  brush.lineWidth = Math.max(1, side / 8);
  drawings[mark](brush, side);
}

type Drawing = (brush: Brush, side: number) => void;

/** In parts of the cell's side. */
const [NEAR, MIDDLE, FAR] = [0.25, 0.5, 0.75];

const drawings: Readonly<Record<Mark, Drawing>> = {
  none: () => {},
  cross: (brush, side) => {
    line(brush, side, [NEAR, NEAR], [FAR, FAR]);
    line(brush, side, [FAR, NEAR], [NEAR, FAR]);
  },
  slash: (brush, side) => {
    line(brush, side, [0, 0], [1, 0]);
    line(brush, side, [0, 0], [0, 1]);
    line(brush, side, [NEAR, FAR], [FAR, NEAR]);
  },
  dash: (brush, side) => line(brush, side, [NEAR, MIDDLE], [FAR, MIDDLE]),
  bar: (brush, side) => line(brush, side, [MIDDLE, NEAR], [MIDDLE, FAR]),
  half: (brush, side) => brush.fillRect(0, side * MIDDLE, side, side * MIDDLE),
  dot: (brush, side) => circle(brush, side, 0.12, 'fill'),
  ring: (brush, side) => circle(brush, side, 0.25, 'stroke'),
  question: (brush, side) => {
    circle(brush, side, 0.12, 'fill');
    circle(brush, side, 0.32, 'stroke');
  },
};

type Point = readonly [x: number, y: number];

function line(brush: Brush, side: number, [fromX, fromY]: Point, [toX, toY]: Point): void {
  brush.beginPath();
  brush.moveTo(fromX * side, fromY * side);
  brush.lineTo(toX * side, toY * side);
  brush.stroke();
}

function circle(brush: Brush, side: number, radius: number, how: 'fill' | 'stroke'): void {
  brush.beginPath();
  brush.arc(side * MIDDLE, side * MIDDLE, radius * side, 0, 2 * Math.PI);
  brush[how]();
}
