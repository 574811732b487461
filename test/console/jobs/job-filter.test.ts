import { expect, test } from '@jest/globals';
import { type JobQuery, jobQueryOf, withFilter } from '../../../console/jobs/job-filter.ts';

test.each<[string, string, JobQuery]>([
  ['nothing asks for all', '', {}],
  [
    'what is known is asked for',
    'status=failed&phase=done&targetVersion=1.5.0&requestedBy=alice',
    { status: 'failed', phase: 'done', targetVersion: '1.5.0', requestedBy: 'alice' },
  ],
  ['what is not known is left out', 'status=lost&phase=&colour=red', {}],
  ['an empty text is none', 'targetVersion=%20', {}],
  [
    'days are whole, the last one too',
    'createdAfter=2026-02-27&createdBefore=2026-02-28',
    {
      createdAfter: '2026-02-27T00:00:00.000Z',
      createdBefore: '2026-03-01T00:00:00.000Z',
    },
  ],
  ['what is no day is left out', 'createdAfter=2026-13-40&createdBefore=tomorrow', {}],
])('%s', (_sentence, address, query) => {
  expect(jobQueryOf(new URLSearchParams(address))).toEqual(query);
});

test('a field is changed or taken away, and the others stay', () => {
  const search = new URLSearchParams('status=failed&phase=done');
  expect(String(withFilter(search, 'status', 'running'))).toBe('status=running&phase=done');
  expect(String(withFilter(search, 'status', ''))).toBe('phase=done');
});
