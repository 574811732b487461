import type { CellKind } from './cell-kind.ts';

export interface CellColours {
  /** Of the cell. */
  readonly fill: string;
  /** Of the mark in it: at least 3 to 1 against the fill (WCAG 1.4.11). */
  readonly ink: string;
}

export type Palette = Readonly<Record<CellKind, CellColours>>;

export const lightPalette: Palette = {
  failed: { fill: '#c8102e', ink: '#ffffff' },
  unknown: { fill: '#7a3fb8', ink: '#ffffff' },
  verifying: { fill: '#00716b', ink: '#ffffff' },
  running: { fill: '#0862bd', ink: '#b8d8ff' },
  waiting: { fill: '#f2b100', ink: '#3b2a00' },
  pending: { fill: '#d5dbe2', ink: '#5f6b7a' },
  succeeded: { fill: '#1a7f37', ink: '#ffffff' },
  unchanged: { fill: '#a9dcb4', ink: '#14532d' },
  excluded: { fill: '#ffffff', ink: '#5f6b7a' },
};

export const darkPalette: Palette = {
  failed: { fill: '#ff6a6f', ink: '#2b0004' },
  unknown: { fill: '#c79bff', ink: '#22083f' },
  verifying: { fill: '#4cc9bd', ink: '#00211f' },
  running: { fill: '#6cb2ff', ink: '#1c4f86' },
  waiting: { fill: '#f5c542', ink: '#3b2a00' },
  pending: { fill: '#354150', ink: '#a4b0bf' },
  succeeded: { fill: '#3fb950', ink: '#04210a' },
  unchanged: { fill: '#1d4d2a', ink: '#a9dcb4' },
  excluded: { fill: '#161d26', ink: '#a4b0bf' },
};
