import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { consoleKey, KEY_FILE } from '../console/sources.ts';

const CONFIG = fileURLToPath(new URL('../console/vite.config.ts', import.meta.url));
const CACHE = fileURLToPath(new URL('../.cache', import.meta.url));

/**
 * The folder with the console's build. Built anew, in 5 s, where there is none or its sources have changed since.
 * @throws Error with what the build wrote where it fails
 */
export async function builtConsole(): Promise<string> {
  const folder = join(CACHE, 'console');
  if (keyOf(folder) !== consoleKey()) await build(folder);
  return folder;
}

function keyOf(folder: string): string | undefined {
  const file = join(folder, KEY_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Built beside and moved there when done: who starts meanwhile finds a whole build. */
async function build(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  try {
    await runVite(made);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** In a process of its own, which takes its memory along. */
async function runVite(outDir: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const options = ['--config', CONFIG, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  // Under NODE_ENV=test, as jest has it, Vite would take the development build of React.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, [vite, 'build', ...options], { stdio: ['ignore', 'ignore', 'pipe'], env });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, written] = await Promise.all([ended, text(child.stderr)]);
  if (code !== 0) throw new Error(`The console could not be built (exit code ${code}):\n${written}`);
}
