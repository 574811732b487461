import { styleText } from 'node:util';
import type { Output, World } from '../world.ts';

export type Colour = 'green' | 'red' | 'yellow' | 'dim';
export type Paint = (colour: Colour | undefined, text: string) => string;

/** Colours for a terminal, unless NO_COLOR says anything (https://no-color.org); plain text for all others. */
export function paintOn({ env }: World, output: Output): Paint {
  const isColourful = output.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return (colour, text) =>
    isColourful && colour !== undefined ? styleText(colour, text, { validateStream: false }) : text;
}

const colours: Readonly<Record<string, Colour>> = {
  success: 'green',
  online: 'green',
  active: 'green',
  failed: 'red',
  vanished: 'red',
  deprecated: 'red',
  running: 'yellow',
  pending: 'dim',
  offline: 'yellow',
};

/** The colour of a status; none for other words. */
export const colourOf = (word: string): Colour | undefined => colours[word];
