import { useEffect, useRef } from 'react';
import { type CellKind, cellLooks } from './cell-kind.ts';
import { drawCell } from './mark.ts';
import type { Palette } from './palette.ts';

interface LegendProps {
  readonly counts: readonly (readonly [CellKind, number])[];
  readonly palette: Palette;
}

/** What the cells mean, and how many there are of each. */
export function Legend({ counts, palette }: LegendProps) {
  return (
    <ul className="agent-grid-legend" aria-label="Agents by state">
      {counts.map(([kind, count]) => (
        <li key={kind}>
          <Swatch kind={kind} palette={palette} />
          {cellLooks[kind].label}: {count.toLocaleString('en')}
        </li>
      ))}
    </ul>
  );
}

/** CSS pixels. */
const SIDE = 14;

function Swatch({ kind, palette }: { readonly kind: CellKind; readonly palette: Palette }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const side = Math.round(SIDE * window.devicePixelRatio);
    if (canvas.current === null) return;
    canvas.current.width = side;
    canvas.current.height = side;
    const context = canvas.current.getContext('2d');
    if (context !== null) drawCell(context, side, cellLooks[kind].mark, palette[kind]);
  }, [kind, palette]);
  return <canvas className="agent-grid-swatch" ref={canvas} />;
}
