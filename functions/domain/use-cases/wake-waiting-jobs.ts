import type { Jobs, Waker } from '../ports.ts';

export interface WakingPorts {
  readonly jobs: Pick<Jobs, 'get' | 'listOpen'>;
  readonly waker: Waker;
}

/** Jobs woken at the same time. */
const AT_ONCE = 10;

/**
 * Wakes every open job whose workflow waits, so that it decides again by what is stored now. Repeatable: one that is woken for
 * nothing waits again.
 */
export async function wakeWaitingJobs(ports: WakingPorts): Promise<void> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Jobs['listOpen']>> = await ports.jobs.listOpen(cursor);
    for (let first = 0; first < page.items.length; first += AT_ONCE) {
      await Promise.all(page.items.slice(first, first + AT_ONCE).map(({ id }) => wakeWhereItWaits(ports, id)));
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** The list may lag: only the job itself tells the token that it waits on by now. */
async function wakeWhereItWaits({ jobs, waker }: WakingPorts, jobId: string): Promise<void> {
  const token = (await jobs.get(jobId))?.waitToken ?? null;
  if (token !== null) await waker.wake(token);
}
