import { readFileSync } from 'node:fs';
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
