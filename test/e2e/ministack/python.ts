import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const FOLDER = join(import.meta.dirname, '../../../.cache/ministack');
/** What is installed there, written last. */
const STAMP = join(FOLDER, 'requirements.txt');
const PYTHON = join(FOLDER, 'bin/python');

/** pip asks the network: a machine without one is told so, and not waited for. */
const INSTALL_MS = 180_000;

/** A Python that has MiniStack, or in a sentence why there is none. */
export type Emulation = { readonly python: string } | { readonly missing: string };

/** Makes a virtual environment with exactly the pinned packages, unless there is one from before. */
export async function emulation(): Promise<Emulation> {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return { python: PYTHON };
  try {
    await run('python3', ['-c', 'import ensurepip, sys, venv; assert sys.version_info >= (3, 10)']);
  } catch {
    return { missing: 'there is no Python 3.10 or newer with venv' };
  }
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', FOLDER]);
    const quietly = ['--quiet', '--disable-pip-version-check', '--no-input', '--retries', '1'];
    await run(PYTHON, ['-m', 'pip', 'install', ...quietly, '--no-deps', '--requirement', REQUIREMENTS], {
      timeout: INSTALL_MS,
    });
  } catch (error) {
    return { missing: `pip cannot install it here (${lastLine(error)})` };
  }
  await writeFile(STAMP, wanted);
  return { python: PYTHON };
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
