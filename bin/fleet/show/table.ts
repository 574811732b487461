import { colourOf, type Paint } from './paint.ts';
import { plain } from './plain.ts';

type Cell = string | number | null | undefined;

/** A table for people: a line of headings, and one for each row; nothing stands as `-`. Statuses have their colour. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[], paint: Paint): string {
  const cells = rows.map((row) => headings.map((_, column) => plain(String(row[column] ?? '-'))));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[], colour: (word: string) => ReturnType<typeof colourOf>) =>
    row
      .map((word, column) => paint(colour(word), column === row.length - 1 ? word : word.padEnd(widths[column] ?? 0)))
      .join('  ');
  return [line(headings, () => 'dim'), ...cells.map((row) => line(row, colourOf))].map((text) => `${text}\n`).join('');
}

/** A name and a value on each line; those without a value are left out. */
export function fields(pairs: readonly (readonly [string, Cell])[], paint: Paint): string {
  const said = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...said.map(([name]) => name.length));
  return said
    .map(([name, value]) => [name.padEnd(width), plain(String(value))] as const)
    .map(([name, value]) => `${paint('dim', name)}  ${paint(colourOf(value), value)}\n`)
    .join('');
}
