import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { AgentCanvas } from './agent-canvas.ts';
import { cellKindOf, cellWords, countKinds, type JobAgent } from './cell-kind.ts';
import { cellAt, type GridLayout, layoutGrid, moveCursor, placeOf } from './grid-layout.ts';
import { Legend } from './legend.tsx';
import { darkPalette, lightPalette, type Palette } from './palette.ts';
import { useWidth } from './use-width.ts';
import './agent-grid.css';

interface AgentGridProps {
  readonly agents: readonly JobAgent[];
  readonly isDark: boolean;
  /** Enter, or a click on a cell. */
  readonly onChoose?: (agent: JobAgent) => void;
}

/** One cell for each agent, with its state as a colour and as a mark. Arrow keys move over the cells; the line below tells of the one. */
export function AgentGrid({ agents, isDark, onChoose }: AgentGridProps) {
  const { box, width } = useWidth();
  // Before it is known how wide it is, nothing is laid out.
  const count = width === 0 ? 0 : agents.length;
  const layout = useMemo(() => layoutGrid(count, width), [count, width]);
  const kinds = useMemo(() => agents.map(cellKindOf), [agents]);
  const palette = isDark ? darkPalette : lightPalette;
  const canvas = useCanvas(layout, palette, kinds);
  const { cursor, byKeys, handlers } = useCursor(layout, (cell) => agents[cell] && onChoose?.(agents[cell]));
  const lineId = useId();
  const agent = cursor === undefined ? undefined : agents[cursor];
  const counts = useMemo(() => countKinds(kinds), [kinds]);
  return (
    <div className="agent-grid">
      <Legend counts={counts} palette={palette} />
      <div className="agent-grid-scroll">
        <div className="agent-grid-box" ref={box}>
          {/* A canvas has no parts that could be focused: the keys move a cursor, and the line below is read out. */}
          <div
            className="agent-grid-cells"
            role="application"
            aria-label={`Agents of the job, ${agents.length.toLocaleString('en')} cells. Arrow keys move from one to the next.`}
            aria-describedby={lineId}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
            tabIndex={0}
            {...handlers}
          >
            <canvas ref={canvas} />
            {cursor !== undefined && agent !== undefined && <Cursor layout={layout} cell={cursor} follows={byKeys} />}
          </div>
        </div>
      </div>
      <p className="agent-grid-line" id={lineId} aria-live={byKeys ? 'polite' : 'off'}>
        {agent === undefined ? 'Point at a cell, or move with the arrow keys, to see its agent.' : cellWords(agent)}
      </p>
    </div>
  );
}

interface CursorProps {
  readonly layout: GridLayout;
  readonly cell: number;
  /** The page scrolls to where the keys go, and stays where the pointer goes. */
  readonly follows: boolean;
}

function Cursor({ layout, cell, follows }: CursorProps) {
  const frame = useRef<HTMLSpanElement>(null);
  const { x, y } = placeOf(layout, cell);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls each time the cell is another one
  useEffect(() => {
    if (follows) frame.current?.scrollIntoView({ block: 'nearest' });
  }, [follows, cell]);
  const side = layout.size - 1;
  return <span className="agent-grid-cursor" ref={frame} style={{ left: x, top: y, width: side, height: side }} />;
}

function useCanvas(layout: GridLayout, palette: Palette, kinds: readonly ReturnType<typeof cellKindOf>[]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<AgentCanvas>(undefined);
  useEffect(() => {
    if (canvas.current === null || layout.count !== kinds.length) return;
    painter.current ??= new AgentCanvas(canvas.current);
    painter.current.show({ layout, palette, ratio: window.devicePixelRatio }, kinds);
  }, [layout, palette, kinds]);
  return canvas;
}

interface CursorState {
  readonly cursor: number | undefined;
  /** The pointer did not bring it here: it is read out. */
  readonly byKeys: boolean;
}

/** The cell that is pointed at, or that the keys have come to. */
function useCursor(layout: GridLayout, choose: (cell: number) => void) {
  const [{ cursor, byKeys }, setCursor] = useState<CursorState>({ cursor: undefined, byKeys: false });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && cursor !== undefined) return choose(cursor);
    const next = moveCursor(layout, cursor ?? 0, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setCursor({ cursor: cursor === undefined ? 0 : next, byKeys: true });
  };
  const at = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return cellAt(layout, event.clientX - left, event.clientY - top);
  };
  const handlers = {
    onKeyDown,
    onPointerMove: (event: PointerEvent) => setCursor({ cursor: at(event), byKeys: false }),
    onPointerDown: (event: PointerEvent) => {
      const cell = at(event);
      setCursor({ cursor: cell, byKeys: false });
      if (cell !== undefined) choose(cell);
    },
  };
  return { cursor, byKeys, handlers };
}
