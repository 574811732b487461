import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
/** Where it is kept for the next run. */
const KEPT = join(import.meta.dirname, '../../../.cache/ministack');

/** pip asks the network: a machine without one is told so, and not waited for. */
const INSTALL_MS = 180_000;

/** A Python that has MiniStack, or in a sentence why there is none. */
export type Emulation = { readonly python: string } | { readonly missing: string };

/** Makes a virtual environment with exactly the pinned packages in the folder, unless there is one from before. Its tools are found with `env`. */
export async function emulation(folder = KEPT, env: NodeJS.ProcessEnv = process.env): Promise<Emulation> {
  const python = join(folder, 'bin/python');
  /** What is installed there, written last. */
  const stamp = join(folder, 'requirements.txt');
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return { python };
  try {
    await run('python3', ['-c', 'import ensurepip, sys, venv; assert sys.version_info >= (3, 10)'], { env });
  } catch {
    return { missing: 'there is no Python 3.10 or newer with venv' };
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', folder], { env });
    const quietly = ['--quiet', '--disable-pip-version-check', '--no-input', '--retries', '1'];
    await run(python, ['-m', 'pip', 'install', ...quietly, '--no-deps', '--requirement', REQUIREMENTS], {
      env,
      timeout: INSTALL_MS,
    });
  } catch (error) {
    return { missing: `pip cannot install it here (${lastLine(error)})` };
  }
  await writeFile(stamp, wanted);
  return { python };
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
