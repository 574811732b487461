import type { Table, Target } from './section.ts';

/** A Markdown table whose columns stand under each other. */
export function tableText({ title, columns, rows }: Table): string {
  const lines = [columns, ...rows].map((line) => line.map(String));
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const [head = '', ...body] = lines.map(
    (line) => `| ${line.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  return [`\n${title}\n`, head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}

export const targetText = ({ sentence, measured, limit }: Target): string =>
  `${measured <= limit ? 'met' : 'MISSED'}: ${sentence}: ${rounded(measured)}, at most ${rounded(limit)}`;

/** Three digits are more than any of these measurements can tell apart. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
