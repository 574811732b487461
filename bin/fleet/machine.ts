import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from './world.ts';

/** API Gateway answers within 30 s, or not at all. */
const REQUEST_TIMEOUT_MS = 35_000;

/** This machine and its network. */
export function machine(): World {
  const { stdin, stdout, stderr, env } = process;
  return {
    fetch: (request) =>
      fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]) }),
    env,
    home: homedir(),
    stdout,
    stderr,
    now: Date.now,
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal && { signal }).catch(() => undefined),
    newKey: randomUUID,
    ask: stdin.isTTY && stderr.isTTY ? ask : undefined,
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
