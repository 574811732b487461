import { type CellKind, cellKinds, cellLooks } from './cell-kind.ts';
import { changedCells, changedRows, type GridLayout, placeOf, type RowSpan } from './grid-layout.ts';
import { drawCell } from './mark.ts';
import type { Palette } from './palette.ts';
import { copyPixels, type Pixels } from './pixels.ts';

/** What the grid is drawn for: any change of it draws all cells anew. */
export interface Surface {
  readonly layout: GridLayout;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly palette: Palette;
}

type Stamps = ReadonlyMap<CellKind, Pixels>;

/**
 * A canvas with a cell for each agent. Cells are copied in memory, as pixels, and what changed is put onto the canvas at once: a call of the
 * canvas for each of 10,000 cells takes longer than a frame.
 */
export class AgentCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #surface: Surface | undefined;
  #image: ImageData;
  #stamps: Stamps = new Map();
  #shown: readonly CellKind[] = [];

  /** @throws Error where the browser draws nothing */
  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
    this.#image = this.#context.createImageData(1, 1);
  }

  /** @param kinds one for each cell of the layout. Answers how many cells were drawn. */
  show(surface: Surface, kinds: readonly CellKind[]): number {
    const isNew = !isSame(this.#surface, surface);
    if (isNew) this.#prepare(surface);
    const cells = isNew ? [...kinds.keys()] : changedCells(this.#shown, kinds);
    this.#draw(surface, cells, kinds);
    for (const rows of changedRows(surface.layout, cells)) this.#put(surface, rows);
    this.#shown = kinds;
    return cells.length;
  }

  #prepare(surface: Surface): void {
    const { layout, ratio, palette } = surface;
    const [width, height] = [layout.columns * layout.size, layout.rows * layout.size];
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    // Nobody has agents in a grid of no pixels, and no image is empty.
    this.#image = this.#context.createImageData(Math.max(1, this.#canvas.width), Math.max(1, this.#canvas.height));
    // A gap of one CSS pixel keeps the cells apart.
    const side = Math.max(1, Math.round((layout.size - 1) * ratio));
    this.#stamps = new Map(cellKinds.map((kind) => [kind, stamp(kind, side, palette)]));
    this.#surface = surface;
  }

  #draw({ layout, ratio }: Surface, cells: readonly number[], kinds: readonly CellKind[]): void {
    const onto = pixelsOf(this.#image);
    for (const cell of cells) {
      const stamped = this.#stamps.get(kinds[cell] ?? 'pending');
      const { x, y } = placeOf(layout, cell);
      if (stamped !== undefined) copyPixels(stamped, onto, Math.round(x * ratio), Math.round(y * ratio));
    }
  }

  /** Puts rows of cells onto the canvas, from one to before another. */
  #put({ layout, ratio }: Surface, [from, to]: RowSpan): void {
    const [top, bottom] = [from, to].map((row) => Math.round(row * layout.size * ratio));
    if (top !== undefined && bottom !== undefined)
      this.#context.putImageData(this.#image, 0, 0, 0, top, this.#image.width, bottom - top);
  }
}

const isSame = (before: Surface | undefined, { layout, ratio, palette }: Surface): boolean =>
  before !== undefined &&
  before.ratio === ratio &&
  before.palette === palette &&
  before.layout.count === layout.count &&
  before.layout.columns === layout.columns;

function stamp(kind: CellKind, side: number, palette: Palette): Pixels {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = contextOf(canvas);
  drawCell(context, side, cellLooks[kind].mark, palette[kind]);
  return pixelsOf(context.getImageData(0, 0, side, side));
}

const pixelsOf = ({ width, height, data }: ImageData): Pixels => ({
  width,
  height,
  data: new Uint32Array(data.buffer),
});

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws no canvas.');
  return context;
}
