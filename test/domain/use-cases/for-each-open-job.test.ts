import { expect, test } from '@jest/globals';
import { forEachOpenJob } from '../../../functions/domain/use-cases/for-each-open-job.ts';
import { later } from '../../fixtures.ts';

/** 25 open jobs in two pages. */
const jobs = Array.from({ length: 25 }, (_, number) => ({
  id: `job-${number}`,
  createdAt: later(number).toISOString(),
  execution: { name: `job-${number}`, restarts: 0 },
  phase: null,
  reason: null,
  lastEvent: null,
}));
const paged = {
  listOpen: async (cursor: string | null) =>
    cursor === null ? { items: jobs.slice(0, 15), nextCursor: 'more' } : { items: jobs.slice(15), nextCursor: null },
};
const ids = jobs.map(({ id }) => id);

test('every job has its turn, on whatever page, and those that answer true are named', async () => {
  const seen: string[] = [];
  const named = await forEachOpenJob(paged, async ({ id }) => {
    seen.push(id);
    return id.endsWith('7');
  });
  expect(seen).toEqual(ids);
  expect(named).toEqual(['job-7', 'job-17']);
});

test('where it fails for some, the others have their turn, and then it is told for whom', async () => {
  const seen: string[] = [];
  const acting = forEachOpenJob(paged, async ({ id }) => {
    if (id === 'job-0' || id === 'job-16') throw new Error('cannot be read');
    seen.push(id);
    return true;
  });
  await expect(acting).rejects.toThrow('2 jobs failed: job-0: Error: cannot be read; job-16: Error: cannot be read');
  expect(seen).toHaveLength(23);
});
