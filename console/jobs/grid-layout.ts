/** Where the cells of a grid are, in CSS pixels; row by row, from the upper left. */
export interface GridLayout {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Of a cell with the gap to the next one. */
  readonly size: number;
}

/** The more agents, the smaller their cells: 10,000 of 8 pixels fill a square of 800. */
const sizes: readonly (readonly [atMost: number, size: number])[] = [
  [100, 24],
  [1_000, 16],
  [3_000, 12],
  [Number.POSITIVE_INFINITY, 8],
];

/** @param width CSS pixels that there are */
export function layoutGrid(count: number, width: number): GridLayout {
  const size = sizes.find(([atMost]) => count <= atMost)?.[1] ?? 8;
  const columns = Math.max(1, Math.min(count, Math.floor(width / size)));
  return { count, columns, rows: Math.ceil(count / columns), size };
}

/** The number of the cell at a place, from 0; undefined where there is none. */
export function cellAt({ count, columns, size }: GridLayout, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor(x / size), Math.floor(y / size)];
  if (column < 0 || row < 0 || column >= columns) return undefined;
  const cell = row * columns + column;
  return cell < count ? cell : undefined;
}

/** The upper left corner of a cell. */
export const placeOf = ({ columns, size }: GridLayout, cell: number): { readonly x: number; readonly y: number } => ({
  x: (cell % columns) * size,
  y: Math.floor(cell / columns) * size,
});

/** Where a key takes the cursor; undefined where it is no key of the grid. The cursor stays where there is no cell. */
export function moveCursor({ count, columns }: GridLayout, cell: number, key: string): number | undefined {
  const row = Math.floor(cell / columns) * columns;
  const to = new Map([
    ['ArrowRight', cell + 1],
    ['ArrowLeft', cell - 1],
    ['ArrowDown', cell + columns],
    ['ArrowUp', cell - columns],
    ['Home', row],
    ['End', Math.min(count - 1, row + columns - 1)],
    ['PageDown', cell + 10 * columns],
    ['PageUp', cell - 10 * columns],
  ]).get(key);
  if (to === undefined) return undefined;
  return to >= 0 && to < count ? to : cell;
}

/** The numbers of the cells that are not what they were; both have as many. */
export function changedCells<Kind>(before: readonly Kind[], after: readonly Kind[]): readonly number[] {
  const changed: number[] = [];
  for (let cell = 0; cell < after.length; cell++) if (before[cell] !== after[cell]) changed.push(cell);
  return changed;
}

/** Rows of cells that follow each other: from one to before another. */
export type RowSpan = readonly [from: number, to: number];

/** The rows that these cells are in, rows beside each other as one. @param cells in ascending order */
export function changedRows({ columns }: GridLayout, cells: readonly number[]): readonly RowSpan[] {
  const spans: [from: number, to: number][] = [];
  for (const cell of cells) {
    const row = Math.floor(cell / columns);
    const last = spans.at(-1);
    if (last !== undefined && row <= last[1]) last[1] = row + 1;
    else spans.push([row, row + 1]);
  }
  return spans;
}
