import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readTemplate, type Template } from '../../local/template.ts';
import { synthesizeDev } from '../functions/synthesized-template.ts';
import { seededRandom } from '../seeded-random.ts';
import { FaultBench } from './bench.ts';
import type { Play } from './fault.ts';
import { killedStack } from './killed-stack.ts';
import { badDownloads, dyingNodes, fullDisks, jumpingNodes, lostNode } from './nodes.ts';
import { randomSchedules } from './schedules.ts';
import { jumpingServices, killedFunctions, lostAnswers, nothing, throttledApis, unreliableEvents } from './services.ts';
import { isGood, outcomes, type Row, rowOf, table } from './table.ts';

const optionsSchema = z.object({
  seed: z.coerce.number().int().min(0).optional(),
  schedules: z.coerce.number().int().min(0).default(200),
  only: z
    .string()
    .default('')
    .transform((names) => names.split(',')),
});

type Random = () => number;

/** Each has its agents for itself for as long as it runs. Those that wait for minutes run beside the others, on agents of their own. */
const beside: Record<string, (bench: FaultBench) => Promise<Play>> = {
  'two nodes die and come back': dyingNodes,
  'a node dies for good': lostNode,
  'full disks': fullDisks,
};
const inTurn: Record<string, (bench: FaultBench, random: Random) => Promise<Play>> = {
  'nothing goes wrong': nothing,
  'each function killed': killedFunctions,
  'every API throttled, 30%': throttledApis,
  'every answer lost, 10%': lostAnswers,
  'events lost, doubled, late': unreliableEvents,
  'clock of the services jumps': jumpingServices,
  'clocks of the nodes jump': jumpingNodes,
  'artifact server at fault': badDownloads,
};
const STACK = 'kill -9 of the stack';
const SCHEDULES = 'random schedules';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs the faults whose names contain one of `--only a,b`, prints the table, and ends with 1 where a job did not end or an agent is wrong or lost. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { seed: text, schedules: text, only: text } });
  const { seed = Date.now() % 2 ** 31, schedules, only } = optionsSchema.parse(values);
  say(`npm run test:faults -- --seed ${seed} --schedules ${schedules}`);
  const rows: Row[] = [];
  const isWanted = (fault: string) => only.some((name) => fault.includes(name));
  const run = async (fault: string, play: () => Promise<Play>) => {
    if (!isWanted(fault)) return;
    const start = performance.now();
    const played = await play();
    const row = rowOf(fault, played);
    rows.push(row);
    say(
      `${isGood(row) ? 'ok' : 'BAD'}  ${fault} (${((performance.now() - start) / 1000).toFixed(0)} s): ${outcomes(played)}`,
    );
  };
  await run(SCHEDULES, async () => randomSchedules(await devTemplate(), seed, schedules));
  await run(STACK, () => killedStack(seededRandom(seed)));
  if (Object.keys({ ...beside, ...inTurn }).some(isWanted)) await runOnBench(run, seed);
  say(`\n${table(rows)}\n`);
  if (!rows.every(isGood)) process.exitCode = 1;
}

async function devTemplate(): Promise<Template> {
  const outdir = mkdtempSync(join(tmpdir(), 'fleet-upgrade-schedules-'));
  try {
    await synthesizeDev(outdir);
    return await readTemplate(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

async function runOnBench(
  run: (fault: string, play: () => Promise<Play>) => Promise<void>,
  seed: number,
): Promise<void> {
  const bench = await FaultBench.launch(13);
  try {
    const waiting = Object.entries(beside).map(([fault, play]) => run(fault, () => play(bench)));
    for (const [fault, play] of Object.entries(inTurn)) await run(fault, () => play(bench, seededRandom(seed)));
    await Promise.all(waiting);
  } finally {
    await bench.stop();
  }
}

await main();
