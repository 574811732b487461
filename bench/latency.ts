import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { BARE, sideBySide, writesOf } from './latency/side-by-side.ts';
import { median, quantile } from './samples.ts';
import { type ScriptedFleet, startScriptedFleet } from './scripted-fleet.ts';
import type { Section } from './section.ts';
import { rounded } from './text.ts';

const sizes = [
  { ids: 1, samples: 100 },
  { ids: 100, samples: 100 },
  { ids: 1_000, samples: 30 },
  { ids: 10_000, samples: 10 },
];
const WARM_UPS = 5;
/** Writes of the bare handler, from whose difference the price of one more follows. */
const MORE_WRITES = 5;
const UPGRADE = '/api/v1/agents/batch-upgrade';

interface Row {
  readonly name: string;
  readonly own: readonly number[];
  readonly bare: readonly number[];
}

/** Milliseconds from the request to the last byte of the answer, one request after the other, in turns with the bare handler. */
export const latency: Section = async ({ seed, folder, say, isQuick }) => {
  const asked = sizes.filter(({ ids }) => !isQuick || ids <= 100);
  const fleet = await startScriptedFleet({ agents: Math.max(...asked.map(({ ids }) => ids)), seed, folder });
  const { url, stop } = await sideBySide(fleet, folder);
  try {
    const api = new Api(url, fleet.token);
    const rows: Row[] = [];
    const more: number[] = [];
    for (const { ids, samples: all } of asked) {
      const samples = isQuick ? 3 : all;
      say(`Asking ${samples} times for ${ids} agents.`);
      const body = bodyOf(fleet, ids);
      const row = { name: `POST with ${ids}`, own: [] as number[], bare: [] as number[] };
      let id = '';
      for (let sample = -WARM_UPS; sample < samples; sample += 1) {
        const own = await api.ask('POST', UPGRADE, body);
        ({ id } = jobSchema.parse(own.answer));
        await api.untilScheduled(id);
        const bare = await api.ask('POST', `${BARE}?writes=1`, body);
        const several = await api.ask('POST', `${BARE}?writes=${MORE_WRITES}`, body);
        if (sample < 0) continue;
        row.own.push(own.ms);
        row.bare.push(bare.ms);
        if (ids === 100) more.push(several.ms);
      }
      rows.push(row);
      if (ids === 100 || ids === 10_000) rows.push(await api.looks(id, ids, samples));
    }
    const writes = await writesOf(fleet, bodyOf(fleet, 100));
    return result(rows, more, writes);
  } finally {
    await stop();
    await fleet.stop();
  }
};

const jobSchema = z.looseObject({ id: z.string(), phase: z.string() });

/** A job that starts in a year: what is asked for is written and planned, and nothing is sent. */
const bodyOf = ({ agentUuids }: ScriptedFleet, ids: number): string =>
  JSON.stringify({
    agentUuids: agentUuids.slice(0, ids),
    targetVersion: '1.5.0',
    rollout: { startAt: new Date(Date.now() + 100 * 86_400_000).toISOString() },
  });

class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async ask(method: 'GET' | 'POST', path: string, body?: string): Promise<{ ms: number; answer: unknown }> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const began = performance.now();
    const response = await fetch(this.url + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const ms = performance.now() - began;
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return { ms, answer: JSON.parse(text) };
  }

  /** Until the workflow has planned the job and sleeps: it would take from the next request. */
  async untilScheduled(id: string): Promise<void> {
    for (;;) {
      const { answer } = await this.ask('GET', `/api/v1/upgrade-jobs/${id}?limit=1`);
      if (jobSchema.parse(answer).phase === 'scheduled') return;
      await delay(20);
    }
  }

  async looks(id: string, ids: number, samples: number): Promise<Row> {
    const row = { name: `GET with ${ids}`, own: [] as number[], bare: [] as number[] };
    for (let sample = -WARM_UPS; sample < samples; sample += 1) {
      const own = await this.ask('GET', `/api/v1/upgrade-jobs/${id}`);
      const bare = await this.ask('POST', `${BARE}?writes=1`, JSON.stringify({ agentUuids: [id], targetVersion: '1' }));
      if (sample < 0) continue;
      row.own.push(own.ms);
      row.bare.push(bare.ms);
    }
    return row;
  }
}

function result(rows: readonly Row[], more: readonly number[], writes: number) {
  const hundred = rows.find(({ name }) => name === 'POST with 100');
  const own = median(hundred?.own ?? []);
  const bare = median(hundred?.bare ?? []);
  const aWrite = Math.max(0, (median(more) - bare) / (MORE_WRITES - 1));
  const limit = 2 * bare + (writes - 1) * aWrite;
  return {
    tables: [
      {
        title: 'Milliseconds, warm, against the bare handler with the same body',
        columns: ['request', 'samples', 'p50', 'p99', 'bare p50', 'bare p99', 'p50 to bare', 'p99 to bare'],
        rows: rows.map(({ name, own, bare }) => {
          const values = [median(own), quantile(own, 0.99), median(bare), quantile(bare, 0.99)];
          const ratios = [median(own) / median(bare), quantile(own, 0.99) / quantile(bare, 0.99)];
          return [name, own.length, ...[...values, ...ratios].map(rounded)];
        }),
      },
      {
        title: 'The limit of a POST with 100 ids: twice the bare handler, and what its further writes take at least',
        columns: ['bare p50', 'writes of the POST', 'one more write', 'limit', 'p50'],
        rows: [[rounded(bare), writes, rounded(aWrite), rounded(limit), rounded(own)]],
      },
    ],
    targets: [{ sentence: 'p50 of a POST with 100 ids in ms', measured: own, limit }],
  };
}
