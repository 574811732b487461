import { Refusal } from '../errors.ts';
import type { Caller } from '../fence.ts';
import { type Freeze, type FreezeRequest, MOST_FREEZES, newFreeze, refuseScopeOutside, scopeKey } from '../freeze.ts';
import type { Freezes } from '../ports.ts';
import { activeFreezes } from './list-freezes.ts';
import { type WakingPorts, wakeWaitingJobs } from './wake-waiting-jobs.ts';

/**
 * Stores the freeze in place of the one of its scope, and then wakes the jobs that wait: whoever sends after the write sees it.
 * Repeatable. Two calls at once may pass the most by one, which only makes a reading longer.
 * @throws Refusal where its scope is outside the caller's fence, its end has passed, or too many others are in force
 */
export async function putFreeze(
  ports: WakingPorts & { readonly freezes: Freezes },
  request: FreezeRequest,
  { subject, fence }: Caller,
  now: Date,
): Promise<Freeze> {
  const freeze = newFreeze(request, subject, now);
  const key = scopeKey(freeze.scope);
  refuseScopeOutside(key, fence);
  const others = (await activeFreezes(ports.freezes, now)).filter(({ scope }) => scopeKey(scope) !== key);
  if (others.length >= MOST_FREEZES) {
    const detail = `There are ${MOST_FREEZES} freezes in force; delete some, or freeze all agents.`;
    throw new Refusal('conflict', 'TOO_MANY_FREEZES', detail);
  }
  await ports.freezes.put(freeze);
  await wakeWaitingJobs(ports);
  return freeze;
}
