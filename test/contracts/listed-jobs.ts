import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Job } from '../../functions/domain/job.ts';
import type { JobFilter } from '../../functions/domain/job-filter.ts';
import type { JobSummary } from '../../functions/domain/job-summary.ts';
import type { Jobs, Page } from '../../functions/domain/ports.ts';
import { job, jobId, later } from '../fixtures.ts';

/** Job number `index` of those that are made one minute after each other. */
export const listedJob = (index: number, change: Partial<Job> = {}): Job =>
  job({ id: idOf(index), createdAt: later(60 * index).toISOString(), ...change });
const idOf = (index: number): string => jobId.slice(0, -4) + String(index).padStart(4, '0');
const numberOf = ({ id }: JobSummary): number => Number(id.slice(-4));
const minute = (index: number): string => later(60 * index).toISOString();

const ended = { status: 'success', phase: 'done', completedAt: later(9_999).toISOString() } as const;

/** How jobs are listed. `given` answers a store without jobs. */
export function listedJobsContract(given: () => Jobs): void {
  describe('jobs in a list', () => {
    let jobs: Jobs;
    beforeEach(async () => {
      jobs = given();
      const changes: Partial<Job>[] = [
        ended,
        { requestedBy: 'ann', status: 'running', phase: 'baking' },
        { ...ended, status: 'failed', parentJobId: idOf(0) },
        { requestedBy: 'ann', targetVersion: '1.6.0' },
        { ...ended, requestedBy: 'ann' },
      ];
      // In no order that could be mistaken for theirs.
      for (const index of [3, 0, 4, 1, 2]) await jobs.create(listedJob(index, changes[index]), ['item1', 'item2']);
    });

    async function pages(
      filter: JobFilter,
      limit: number,
      meanwhile: (page: number) => Promise<unknown> = async () => 0,
    ) {
      const found: number[][] = [];
      let cursor: string | null = null;
      do {
        const page: Page<JobSummary> = await jobs.list(filter, limit, cursor);
        found.push(page.items.map(numberOf));
        cursor = page.nextCursor;
        await meanwhile(found.length);
      } while (cursor !== null);
      return found;
    }

    test.each([
      [10, [[4, 3, 2, 1, 0]]],
      [5, [[4, 3, 2, 1, 0]]],
      [4, [[4, 3, 2, 1], [0]]],
      [2, [[4, 3], [2, 1], [0]]],
      [1, [[4], [3], [2], [1], [0]]],
    ])('come newest first, whether they are done or not, %d in a page', async (limit, expected) => {
      expect(await pages({}, limit)).toEqual(expected);
    });

    test.each<[JobFilter, number[]]>([
      [{ status: 'pending' }, [3]],
      [{ status: 'running' }, [1]],
      [{ status: 'success' }, [4, 0]],
      [{ status: 'failed' }, [2]],
      [{ phase: 'done' }, [4, 2, 0]],
      [{ phase: 'baking' }, [1]],
      [{ status: 'running', phase: 'done' }, []],
      [{ targetVersion: '1.6.0' }, [3]],
      [{ requestedBy: 'ann' }, [4, 3, 1]],
      [{ requestedBy: 'an' }, []],
      [{ requestedBy: 'ann', status: 'success' }, [4]],
      [{ parentJobId: idOf(0) }, [2]],
      [{ createdAfter: minute(3) }, [4, 3]],
      [{ createdBefore: minute(3) }, [2, 1, 0]],
      [{ createdAfter: minute(1), createdBefore: minute(3) }, [2, 1]],
      [{ createdAfter: minute(1), createdBefore: minute(3), status: 'failed' }, [2]],
      [{ createdAfter: minute(3), createdBefore: minute(1) }, []],
      [{ createdAfter: minute(9) }, []],
    ])('by %j are %j', async (filter, expected) => {
      expect((await pages(filter, 10)).flat()).toEqual(expected);
      expect((await pages(filter, 1)).flat()).toEqual(expected);
    });

    test('are told of without their agents and without what is nobody else’s business', async () => {
      const gate = { state: 'held', reason: 'PAUSED', detail: 'Paused by ann.' } as const;
      await jobs.create(listedJob(9, { targetCount: 2, gate, waitToken: 'secret', detail: 'hidden' }), ['a', 'b']);
      expect((await jobs.list({}, 1, null)).items).toEqual([
        {
          id: idOf(9),
          targetVersion: '1.5.0',
          status: 'pending',
          phase: 'planning',
          reason: 'SUBMITTED',
          detail: 'Paused by ann.',
          simulated: false,
          createdAt: minute(9),
          completedAt: null,
          requestedBy: 'operator@example.com',
          parentJobId: null,
          note: null,
          action: 'upgrade',
          agentCount: 2,
          fence: null,
        },
      ]);
    });

    test('are those of one fence, for whoever has one', async () => {
      const berlin = [{ tag: 'site', value: 'berlin' }];
      await jobs.create(listedJob(8, { fence: berlin }), ['item1']);
      await jobs.create(listedJob(9, { fence: [{ tag: 'site', value: 'rome' }] }), ['item1']);
      expect((await jobs.list({ fence: berlin }, 9, null)).items.map(({ id }) => id)).toEqual([idOf(8)]);
    });

    test('stay where they are while others come and end', async () => {
      const found = await pages({}, 2, async (page) => {
        await jobs.create(listedJob(10 + page), ['item1']);
        const next = await jobs.get(idOf(1));
        if (page === 1 && next) await jobs.save({ ...next, ...ended });
      });
      expect(found).toEqual([[4, 3], [2, 1], [0]]);
    });

    test('that were made in the same moment come one by one', async () => {
      for (const index of [20, 22, 21]) await jobs.create(listedJob(index, { createdAt: minute(20) }), ['item1']);
      expect((await pages({ createdAfter: minute(20) }, 1)).flat()).toEqual([22, 21, 20]);
    });
  });
}
