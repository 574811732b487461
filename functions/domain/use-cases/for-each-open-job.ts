import type { Jobs, OpenJob } from '../ports.ts';

/** Jobs that have their turn at the same time. */
const AT_ONCE = 10;

/**
 * Does something for every job that is not done, and answers the ids of those for which it answered true. Where it fails for one of
 * them, such as a job that is stored in a form that can no longer be read, the others have their turn all the same.
 * @throws AggregateError that names the jobs for which it failed, with what was thrown, once all have had their turn
 */
export async function forEachOpenJob(
  jobs: Pick<Jobs, 'listOpen'>,
  act: (job: OpenJob) => Promise<boolean>,
): Promise<string[]> {
  const [done, failures]: [string[], Error[]] = [[], []];
  const inTurn = async (job: OpenJob) => {
    try {
      if (await act(job)) done.push(job.id);
    } catch (cause) {
      failures.push(new Error(`${job.id}: ${String(cause)}`, { cause }));
    }
  };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Jobs['listOpen']>> = await jobs.listOpen(cursor);
    for (let first = 0; first < page.items.length; first += AT_ONCE)
      await Promise.all(page.items.slice(first, first + AT_ONCE).map(inTurn));
    cursor = page.nextCursor;
  } while (cursor !== null);
  const which = failures.map(({ message }) => message).join('; ');
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} jobs failed: ${which}`);
  return done;
}
