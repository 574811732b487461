import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { close, listen } from '../../../local/aws-json.ts';

/** Of a stack for no account and region in particular, and so of all that is read from its template. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

const START_MS = 30_000;
const STOP_MS = 10_000;

export interface Emulator {
  readonly url: string;
  /** Points AWS SDKs and the CDK CLI at it. A key id of 12 digits is the account. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends it with everything that it has started. */
  stop(): Promise<void>;
}

/** For clients of AWS in this process. */
export function rootOf({ environment }: Pick<Emulator, 'environment'>) {
  const { AWS_REGION: region = '', AWS_ACCESS_KEY_ID: accessKeyId = '' } = environment;
  return { region, credentials: { accessKeyId, secretAccessKey: 'local' } };
}

interface EmulatorOptions {
  readonly python: string;
  /** For what it writes; its log is ministack.log there. */
  readonly folder: string;
  /** More variables of every function: where they find what MiniStack does not have. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
}

/** Starts MiniStack on loopback. Functions get its whole environment, so that it has nothing of this process's own. */
export async function startEmulator({ python, folder, functionEnvironment }: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const scratch = join(folder, 'scratch');
  await mkdir(scratch, { recursive: true });
  const child = spawn(python, [join(import.meta.dirname, 'emulator.py')], {
    cwd: folder,
    // A process group of its own, with the functions' processes in it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // The functions' node is the one that runs this.
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: folder,
      TMPDIR: scratch,
      S3_DATA_DIR: join(folder, 's3'),
      STATE_DIR: join(folder, 'state'),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: REGION,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_COGNITO_PRETOKEN_STRICT: '1',
      LAMBDA_EXECUTOR: 'local',
      // IAM is asked whether the role of a function may do what it does. Keys that are an account's number are its root user's.
      AUTH: 'true',
      IOT_MTLS_ENABLED: '0',
      LOG_LEVEL: 'WARNING',
      ...functionEnvironment,
    },
  });
  const log = createWriteStream(join(folder, 'ministack.log'));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  try {
    await answers(`${url}/_ministack/health`, child);
  } catch (error) {
    await stop(child);
    throw error;
  }
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
  };
  return { url, environment, stop: () => stop(child) };
}

/** A port that nobody has; MiniStack takes none by itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  const url = await listen(server);
  await close(server);
  return Number(new URL(url).port);
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`MiniStack ended with ${child.exitCode} before it was ready.`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await delay(100);
  }
  throw new Error(`MiniStack does not answer ${START_MS / 1000} s after its start.`);
}

/** Asks the whole group to end, and ends what is left of it then. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  signal(child.pid, 'SIGTERM');
  await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })]);
  signal(child.pid, 'SIGKILL');
}

function signal(group: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-group, name);
  } catch {
    // Nothing of it runs any more.
  }
}
