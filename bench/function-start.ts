import { join } from 'node:path';
import { startIssuer } from '../local/issuer.ts';
import { synthesizeApart } from '../local/launch/synthesis.ts';
import { readTemplate } from '../local/template.ts';
import { agentType } from '../test/fixtures.ts';
import { median } from './samples.ts';
import type { Section } from './section.ts';
import { bundledClients } from './start/clients.ts';
import { initMs } from './start/init.ts';
import { rounded } from './text.ts';

/** Each start is a new process; of so many the fastest counts, since whatever else the machine does only makes one slower. */
const STARTS = 7;
const KB = 1_000;

interface Start {
  readonly name: string;
  readonly clients: string;
  readonly size: number;
  readonly sizeRatio: number;
  readonly ms: number;
  readonly msRatio: number;
}

/** Size and start of each function's bundle, against one with only the clients of AWS and the commands that it needs, bundled as CDK's NodejsFunction would. */
export const functionStart: Section = async ({ folder, say, isQuick }) => {
  const times = isQuick ? 1 : STARTS;
  const { functions } = await template(join(folder, 'assembly'));
  const bundles = await bundledClients(functions, folder);
  const starts: Start[] = [];
  for (const { name, bundle, size, environment, baseline } of bundles) {
    say(`Starting ${name}.`);
    const own: number[] = [];
    const bare: number[] = [];
    for (let start = 0; start < times; start += 1) {
      own.push(await initMs(bundle, environment));
      if (baseline) bare.push(await initMs(baseline.file, environment));
    }
    const ms = Math.min(...own);
    const clients = baseline?.clients.join(' ') ?? 'none';
    const [sizeRatio, msRatio] = baseline ? [size / baseline.size, ms / Math.min(...bare)] : [Number.NaN, Number.NaN];
    starts.push({ name, clients, size, sizeRatio, ms, msRatio });
  }
  const withClients = starts.filter(({ sizeRatio }) => !Number.isNaN(sizeRatio));
  const largest = (of: (start: Start) => number, among = starts) => Math.max(...among.map(of));
  return {
    tables: [table(starts)],
    targets: [
      { sentence: 'KB of the largest bundle', measured: largest(({ size }) => size) / KB, limit: 500 },
      {
        sentence: 'largest size, to its clients alone',
        measured: largest((one) => one.sizeRatio, withClients),
        limit: 1.25,
      },
      {
        sentence: 'median size, to its clients alone',
        measured: median(withClients.map((one) => one.sizeRatio)),
        limit: 1.25,
      },
      {
        sentence: 'slowest start, to its clients alone',
        measured: largest((one) => one.msRatio, withClients),
        limit: 1.25,
      },
      {
        sentence: 'median start, to its clients alone',
        measured: median(withClients.map((one) => one.msRatio)),
        limit: 1.25,
      },
    ],
  };
};

const table = (starts: readonly Start[]) => ({
  title: 'Bundles and their start',
  columns: ['function', 'clients', 'KB', 'to its clients', 'ms', 'to its clients'],
  rows: starts.map(({ name, clients, size, sizeRatio, ms, msRatio }) => {
    const ratio = (value: number) => (Number.isNaN(value) ? '' : rounded(value));
    return [name, clients, Math.round(size / KB), ratio(sizeRatio), rounded(ms), ratio(msRatio)];
  }),
});

async function template(outdir: string) {
  const issuer = await startIssuer();
  try {
    await synthesizeApart({ issuer: issuer.url, audience: issuer.audience, agentTypes: [agentType], outdir });
    return await readTemplate(outdir);
  } finally {
    await issuer.stop();
  }
}
