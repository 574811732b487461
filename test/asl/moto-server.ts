import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const PROGRAM = '.cache/moto/bin/moto_server';

/** Whether `.ci/asl` could install moto here. */
export const hasMoto = existsSync(PROGRAM);

/**
 * Starts moto_server on a port of its own, with Step Functions that really run.
 * @param functionsUrl where it invokes Lambda functions
 * @throws where it does not start
 */
export async function startMoto(functionsUrl: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', '0'], {
    // In another zone its timestamps, and what it makes of ours, are off by hours.
    env: { ...process.env, TZ: 'UTC', MOTO_PORT: new URL(functionsUrl).port },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const url = await addressOf(child);
    await configure(url);
    return { url, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Without this, moto takes machines and never runs them. */
async function configure(url: string): Promise<void> {
  const config = { stepfunctions: { execute_state_machine: true } };
  const configured = await fetch(`${url}/moto-api/config`, { method: 'POST', body: JSON.stringify(config) });
  if (!configured.ok) throw new Error(`moto_server answers ${configured.status} to its configuration.`);
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('moto_server has no standard error.');
  const said: string[] = [];
  const lines = createInterface(stderr);
  for await (const line of lines) {
    said.push(line);
    const url = /Running on (http:\/\/[\d.:]+)/.exec(line)?.[1];
    if (url === undefined) continue;
    stderr.resume(); // It logs each request, and would stop where nobody reads.
    return url;
  }
  throw new Error(`moto_server has not started:\n${said.join('\n')}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL'); // It has threads that sleep, and nothing to put in order.
  await gone;
}
