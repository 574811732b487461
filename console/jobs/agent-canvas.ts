import { type CellKind, cellKinds, cellLooks } from './cell-kind.ts';
import { changedCells, type GridLayout, placeOf } from './grid-layout.ts';
import { drawCell } from './mark.ts';
import type { Palette } from './palette.ts';

/** What the grid is drawn for: any change of it draws all cells anew. */
export interface Surface {
  readonly layout: GridLayout;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly palette: Palette;
}

type Stamps = ReadonlyMap<CellKind, HTMLCanvasElement>;

/** A canvas with a cell for each agent. It draws only the cells that changed, each as a copy of one that was drawn before. */
export class AgentCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #surface: Surface | undefined;
  #stamps: Stamps = new Map();
  #shown: readonly CellKind[] = [];

  /** @throws Error where the browser draws nothing */
  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
  }

  /** @param kinds one for each cell of the layout. Answers how many cells were drawn. */
  show(surface: Surface, kinds: readonly CellKind[]): number {
    const isNew = !isSame(this.#surface, surface);
    if (isNew) this.#prepare(surface);
    const cells = isNew ? kinds.keys() : changedCells(this.#shown, kinds);
    let drawn = 0;
    for (const cell of cells) {
      this.#draw(surface, cell, kinds[cell] ?? 'pending');
      drawn++;
    }
    this.#shown = kinds;
    return drawn;
  }

  #prepare(surface: Surface): void {
    const { layout, ratio, palette } = surface;
    const [width, height] = [layout.columns * layout.size, layout.rows * layout.size];
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    // A gap of one CSS pixel keeps the cells apart.
    const side = Math.max(1, Math.round((layout.size - 1) * ratio));
    this.#stamps = new Map(cellKinds.map((kind) => [kind, stamp(kind, side, palette)]));
    this.#surface = surface;
  }

  #draw({ layout, ratio }: Surface, cell: number, kind: CellKind): void {
    const stamped = this.#stamps.get(kind);
    const { x, y } = placeOf(layout, cell);
    if (stamped !== undefined) this.#context.drawImage(stamped, Math.round(x * ratio), Math.round(y * ratio));
  }
}

const isSame = (before: Surface | undefined, { layout, ratio, palette }: Surface): boolean =>
  before !== undefined &&
  before.ratio === ratio &&
  before.palette === palette &&
  before.layout.count === layout.count &&
  before.layout.columns === layout.columns;

function stamp(kind: CellKind, side: number, palette: Palette): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  drawCell(contextOf(canvas), side, cellLooks[kind].mark, palette[kind]);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws no canvas.');
  return context;
}
