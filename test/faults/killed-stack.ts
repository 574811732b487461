import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { agentHealth } from '../../local/node/demo-fleet.ts';
import { Caller } from './caller.ts';
import type { Play } from './fault.ts';

const AGENTS = ['item1', 'item2', 'item3', 'item4', 'item5', 'item6'];
const greetingSchema = z.object({ baseUrl: z.string(), tokens: z.object({ operator: z.string() }) });

/** `npm start -- --data DIR`, which is killed and started again. */
class KeptStack {
  readonly folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-kept-'));
  address = { baseUrl: 'http://127.0.0.1:9', token: '' };
  #process: ChildProcess | undefined;

  async start(): Promise<void> {
    const options = ['--json', '--data', this.folder, '--agents', String(AGENTS.length)];
    const started = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', ...options], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = started;
    for await (const line of createInterface({ input: started.stdout })) {
      const { baseUrl, tokens } = greetingSchema.parse(JSON.parse(line));
      this.address = { baseUrl, token: tokens.operator };
      return;
    }
    throw new Error('The stack did not start.');
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#process === undefined || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** kill -9 of the whole stack at a random moment of the job, twice in the second one; the nodes live on. */
export async function killedStack(random: () => number): Promise<Play> {
  const stack = new KeptStack();
  const nodeOf = (agentUuid: string) => `mi-${Number(agentUuid.slice(4)).toString(16).padStart(17, '0')}`;
  const caller = new Caller({
    address: () => stack.address,
    health: (agentUuid) => agentHealth(join(stack.folder, 'nodes', nodeOf(agentUuid))),
  });
  const killAndStart = async () => {
    await delay(random() * 3500);
    await stack.end('SIGKILL');
    await stack.start();
  };
  try {
    await stack.start();
    const first = await caller.upgrade(AGENTS, '1.5.0', killAndStart, 2);
    const second = await caller.upgrade(
      AGENTS,
      '1.5.1',
      async () => {
        await killAndStart();
        await killAndStart();
      },
      2,
    );
    return [first, second];
  } finally {
    await stack.remove();
  }
}
