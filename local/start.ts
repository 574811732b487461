import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { announceLocalStack } from '../bin/fleet/connection/local-stack.ts';
import { UnreadableFile } from './json-lines.ts';
import { chooseKinds } from './launch/demo-kinds.ts';
import { greeting } from './launch/greeting.ts';
import { type Launched, launch } from './launch.ts';

/** More processes than this are no demonstration any more. */
const MOST_AGENTS = 200;
/** npm and the terminal may pass one Ctrl-C on twice within a moment. */
const SECOND_SIGNAL_AFTER_MS = 1_000;

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(3000),
  agents: z.coerce.number().int().min(1).max(MOST_AGENTS).default(12),
  types: z.string().optional(),
  data: z.string().min(1).optional(),
  'cors-origins': z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  json: z.boolean().default(false),
});

const write = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

/** `npm start`: everything on this machine, until Ctrl-C. `PORT` is the API's; `--agents N`; `--types a,b`; `--cors-origins https://a,https://b`; `--json` for programs.
 * `--data DIR` keeps everything there, and goes on with what is there: also after a kill -9 in the middle of a job. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { agents: text, types: text, data: text, 'cors-origins': text, json: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  const parsed = optionsSchema.parse({ ...values, port: process.env['PORT'] });
  const { port, agents, types, json, data, 'cors-origins': corsOrigins = [] } = parsed;
  const { kinds, leftOut } = chooseKinds(types, undefined, data !== undefined);
  const folder = data === undefined ? temporaryFolder() : resolve(data);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFile = join(folder, 'functions.log');
  const log = createWriteStream(logFile, { flags: 'a' });
  const starting = launch({
    agents,
    kinds,
    corsOrigins,
    console: !json,
    port,
    folder,
    keepData: data !== undefined,
    onOutput: (name, text) => log.write(`${name}: ${text}`),
    onProblem: complain,
  });
  stopOnSignals(starting);
  const launched = await starting;
  if (!json) leaveWord(launched);
  write(json ? JSON.stringify(summary(launched)) : greeting(launched, leftOut, logFile, data));
}

/** Gone with this process. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** So that `npm run fleet` finds this stack with no configuration. Programs get all of it in their JSON. */
function leaveWord({ stack, tokens }: Launched): void {
  try {
    const user = { env: process.env, home: homedir() };
    process.on('exit', announceLocalStack(user, { url: stack.baseUrl, token: tokens.admin }));
  } catch (error) {
    complain(`The command line will not find this stack by itself: ${error instanceof Error ? error.message : error}`);
  }
}

function summary({ stack, tokens }: Launched): object {
  return { baseUrl: stack.baseUrl, tokens, env: stack.environment };
}

/** The first signal stops everything in order; a second one, a second or more later, ends this process at once. */
function stopOnSignals(starting: Promise<Launched>): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      complain('Stopping. Again to stop at once.');
      starting.then((launched) => launched.stop()).then(() => process.exit(0), fail);
    } else if (Date.now() - firstAt > SECOND_SIGNAL_AFTER_MS) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
}

function fail(error: unknown): void {
  complain(explained(error));
  process.exit(1);
}

function explained(error: unknown): string {
  if (error instanceof z.ZodError) return `These options cannot be used: ${z.prettifyError(error)}`;
  if (error instanceof UnreadableFile)
    return `${error.message} Another release wrote it, or it is damaged. Give --data another folder, or remove this one.`;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}. ${whoseAddress(error)}`;
  return error.stack ?? error.message;
}

/** With --data a stack has the addresses that it had before: whoever else has them is most likely of the same folder. */
const whoseAddress = (error: object): string =>
  'port' in error && String(error.port) === (process.env['PORT'] ?? '3000')
    ? 'Another port: PORT=3001 npm start'
    : 'Is there another npm start with this --data? One folder is for one of them.';

main().catch(fail);
