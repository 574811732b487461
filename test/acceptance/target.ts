import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A running Fleet Upgrade with a demo fleet: agents item1, item2, … at 1.4.2, and the versions 1.5.0 and 1.6.0 (which is bad). */
export interface Target {
  readonly baseUrl: string;
  readonly tokens: Readonly<
    Record<'operator' | 'reader' | 'agent' | 'admin' | 'expired' | 'berlin' | 'newYork' | 'misfenced', string>
  >;
  /** Points AWS SDKs at the deployment, where that is possible. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * The deployment that FLEET_TARGET describes (the JSON line of `npm start -- --json`), or an embedded stack of our own.
 * `options` are more of `npm start`. Nothing of the source is imported: what is tested is what answers over HTTP.
 */
export async function startTarget(agents: number, options: readonly string[] = []): Promise<Target> {
  const given = process.env['FLEET_TARGET'];
  if (given !== undefined) return { ...JSON.parse(given), stop: async () => undefined };
  const child = spawn(
    'node_modules/.bin/tsx',
    ['local/start.ts', '--json', '--types', 'demo-agent', '--agents', String(agents), ...options],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: '0' },
    },
  );
  return { ...JSON.parse(await firstLine(child)), stop: () => stop(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The stack has no output.');
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The stack ended with ${code} before it was ready.`);
  });
  ended.catch(() => undefined); // Only of interest until the first line.
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  return line;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
}
