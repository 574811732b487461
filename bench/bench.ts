import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cost } from './cost.ts';
import { functionStart } from './function-start.ts';
import { latency } from './latency.ts';
import { machine, versions } from './machine.ts';
import { nodeScript } from './node-script.ts';
import { keepResults, type Result } from './results.ts';
import { scale } from './scale.ts';
import type { Section } from './section.ts';
import { tableText, targetText } from './text.ts';

/* npm run bench [-- section … --seed N --quick]: measures, prints tables, and keeps what was measured in bench/results.json; a quick run keeps nothing. */

const sections: Readonly<Record<string, Section>> = {
  cost,
  latency,
  'function-start': functionStart,
  'node-script': nodeScript,
  scale,
};
const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

const write = (text: string) => process.stdout.write(`${text}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, quick: { type: 'boolean', default: false } },
});
/** Takes longer than all others together: only where it is asked for, or quick. */
const isShort = (name: string) => name !== 'scale' || values.quick;
const names = positionals.length > 0 ? positionals : Object.keys(sections).filter(isShort);

async function measure(name: string): Promise<Result> {
  const section = sections[name];
  if (section === undefined) throw new Error(`There is no section ${name}: ${Object.keys(sections).join(', ')}.`);
  const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-bench-'));
  const seed = Number(values.seed);
  try {
    write(`\n## ${name}`);
    const began = { at: new Date().toISOString(), machine: machine(), versions: await versions(), seed };
    const measured = await section({
      seed,
      folder,
      isQuick: values.quick,
      say: (text) => process.stderr.write(`${text}\n`),
    });
    for (const table of measured.tables) write(tableText(table));
    if (!values.quick) for (const target of measured.targets) write(targetText(target));
    return { ...began, ...measured };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const name of names) {
  const result = await measure(name);
  if (!values.quick) keepResults(RESULTS, name, result);
}
