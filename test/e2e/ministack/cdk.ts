import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { ACCOUNT, REGION } from './emulator.ts';

const run = promisify(execFile);

const REPOSITORY = join(import.meta.dirname, '../../..');
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** Runs take some 10 to 30 s on two cores. */
const CDK_MS = 180_000;

export interface Cdk {
  /** Points the AWS SDK at the account. */
  readonly environment: Readonly<Record<string, string>>;
  /** For what it writes, and in place of a home. */
  readonly folder: string;
}

/** As `cdk bootstrap` prepares an account, once. */
export async function bootstrap({ environment, folder }: Cdk): Promise<void> {
  // Not in the repository: an account is prepared without an app.
  await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`], { environment, folder }, folder);
}

/** `cdk deploy -c env=local` with more context; answers the outputs of the stack. */
export async function deploy(
  target: Cdk,
  context: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const outputs = join(target.folder, 'outputs.json');
  const given = Object.entries({ env: 'local', ...context }).flatMap(([key, value]) => [
    '--context',
    `${key}=${value}`,
  ]);
  const places = ['--output', join(target.folder, 'cdk.out'), '--outputs-file', outputs];
  await cdk(['deploy', ...given, ...places, '--require-approval', 'never'], target, REPOSITORY);
  const [stack] = Object.values(outputsSchema.parse(JSON.parse(await readFile(outputs, 'utf8'))));
  if (stack === undefined) throw new Error('Nothing was deployed.');
  return stack;
}

/** `cdk destroy` of what was deployed. */
export async function destroy(target: Cdk): Promise<void> {
  await cdk(['destroy', '--app', join(target.folder, 'cdk.out'), '--all', '--force'], target, REPOSITORY);
}

/** Throws with all that it said where it fails. */
async function cdk(args: readonly string[], { environment, folder }: Cdk, cwd: string): Promise<void> {
  const tools = [dirname(process.execPath), join(REPOSITORY, 'node_modules/.bin')];
  const env = {
    ...environment,
    PATH: `${tools.join(':')}:/usr/bin:/bin`,
    HOME: folder,
    CI: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  try {
    await run('cdk', args, { cwd, env, timeout: CDK_MS, maxBuffer: 10_000_000 });
  } catch (error) {
    const said = z.object({ stdout: z.string(), stderr: z.string() }).safeParse(error).data;
    throw new Error(`cdk ${args[0]} failed:\n${said?.stdout}\n${said?.stderr}`, { cause: error });
  }
}
