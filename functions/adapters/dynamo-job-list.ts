import { isListed, isSelective, type JobFilter, type JobPart, partsOf } from '../domain/job-filter.ts';
import { type JobSummary, jobSummarySchema } from '../domain/job-summary.ts';
import type { Page } from '../domain/ports.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { highest, IndexDescent, type Placed } from './index-descent.ts';

interface Bounds {
  /** Jobs read at once while some are looked for. */
  readonly jobsAtOnce: number;
  /** Queries for one page. */
  readonly queries: number;
}

/** At 2 to 4 KB a job one Query comes to about the 1 MB that it may; some 2,000 jobs are looked at, in a second at most. */
const BOUNDS: Bounds = { jobsAtOnce: 250, queries: 8 };

/** Below and above every time. */
const [FIRST, LAST] = ['0', '~'];

/**
 * The jobs behind `behind`, newest first, out of the parts of the index where they can be. A page ends once it is full, at the end of the
 * parts, or after so many queries; then also with few jobs, or none.
 * @param behind the place of the last job that was looked at, `createdAt#id`; it need not be there any more
 */
export async function listNewestFirst(
  table: DynamoTable,
  partitions: Readonly<Record<JobPart, string>>,
  filter: JobFilter,
  limit: number,
  behind: string | undefined,
  { jobsAtOnce, queries } = BOUNDS,
): Promise<Page<JobSummary>> {
  // Two more than are answered: the one that the last page ended with, and the one that tells whether there is another page.
  const size = isSelective(filter) ? jobsAtOnce : limit + 2;
  const descents = descentsOf(table, partitions, filter, size, behind);
  const items: JobSummary[] = [];
  let last = behind;
  for (let left = queries; ; ) {
    const unknown = descents.filter(({ isUnknown }) => isUnknown);
    if (unknown.length > left) return { items, nextCursor: last ?? null };
    left -= unknown.length;
    await Promise.all(unknown.map((descent) => descent.read()));
    if (descents.some(({ isUnknown }) => isUnknown)) continue;
    const first = highest(descents);
    if (first?.next === undefined) return { items, nextCursor: null };
    if (items.length === limit) return { items, nextCursor: last ?? null };
    const job = first.next;
    first.take();
    // One that ends in this moment may be in both parts.
    if (job.place === last) continue;
    last = job.place;
    const summary = summaryOf(job);
    if (isListed(filter, summary)) items.push(summary);
  }
}

function descentsOf(
  table: DynamoTable,
  partitions: Readonly<Record<JobPart, string>>,
  filter: JobFilter,
  size: number,
  behind: string | undefined,
): readonly IndexDescent[] {
  const from = filter.createdAfter ?? FIRST;
  const [to = LAST] = [filter.createdBefore, behind].filter((place) => place !== undefined).toSorted();
  if (from > to) return [];
  return partsOf(filter).map((part) => new IndexDescent(table, partitions[part], [from, to], size));
}

/** What a job is called and when it was created is read from its place, which is never broken. */
function summaryOf({ place, item }: Placed): JobSummary {
  const [createdAt, id] = place.split('#');
  return jobSummarySchema.parse({ ...item, id, createdAt });
}
