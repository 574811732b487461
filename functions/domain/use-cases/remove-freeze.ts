import { Refusal } from '../errors.ts';
import type { Fence } from '../fence.ts';
import { type Freeze, refuseScopeOutside, scopeKey } from '../freeze.ts';
import type { Freezes } from '../ports.ts';
import { activeFreezes } from './list-freezes.ts';
import { type WakingPorts, wakeWaitingJobs } from './wake-waiting-jobs.ts';

const SCOPE_MISSING = 'Say which freeze is to end: ?scope=all, or that of a tag such as ?scope=tag:site=berlin.';

/**
 * Ends the freeze of a scope, and then wakes the jobs that wait, so that they go on at once. Answers the freeze that was.
 * @param key the scope as `scopeKey` writes it
 * @throws Refusal where no scope is named, or one outside the caller's fence, or no freeze of it is in force
 */
export async function removeFreeze(
  ports: WakingPorts & { readonly freezes: Freezes },
  key: string | undefined,
  fence: Fence | null,
  now: Date,
): Promise<Freeze> {
  if (key === undefined) throw new Refusal('malformed', 'FREEZE_SCOPE_MISSING', SCOPE_MISSING);
  refuseScopeOutside(key, fence);
  const removed = await remove(ports.freezes, key, now);
  // Also where there was none: an earlier call may have failed behind its write, and this is its repeat.
  await wakeWaitingJobs(ports);
  if (removed !== undefined) return removed;
  const detail = 'No freeze of this scope is in force; GET lists those that are. A tag is named as tag:site=berlin.';
  throw new Refusal('not-found', 'FREEZE_NOT_FOUND', detail);
}

async function remove(freezes: Freezes, key: string, now: Date): Promise<Freeze | undefined> {
  const found = (await activeFreezes(freezes, now)).find(({ scope }) => scopeKey(scope) === key);
  return found !== undefined && (await freezes.remove(key)) ? found : undefined;
}
