import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Whether a process runs; one that has ended and that init has not reaped yet does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves once a process has ended, which a kill brings about a moment later; a test that waits for ever fails. */
export async function hasEnded(pid: number): Promise<true> {
  while (isRunning(pid)) await setImmediate();
  return true;
}

/** The command lines of all processes that run below a directory, as every user of a node sees them. */
export async function commandLines(directory: string): Promise<string> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (pid: string) => {
    const where = await readlink(join('/proc', pid, 'cwd')).catch(() => ''); // it has just ended, or is not ours
    if (!where.startsWith(directory)) return [];
    return [(await readFile(join('/proc', pid, 'cmdline'), 'latin1').catch(() => '')).replaceAll('\0', ' ')];
  };
  return (await Promise.all(numbers.map(read))).flat().join('\n');
}
