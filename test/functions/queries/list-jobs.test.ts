import { expect, test } from '@jest/globals';
import { listJobsQuery } from '../../../functions/queries/list-jobs.ts';
import { parseQuery } from '../../../functions/queries/query.ts';
import { jobId } from '../../fixtures.ts';

const parse = (query: string) => parseQuery(listJobsQuery, new URLSearchParams(query));

test('times are taken in any zone, and compared in one', () => {
  const query = 'createdAfter=2026-01-15T08:00:00Z&createdBefore=2026-01-15T10:00:00.5%2B01:00';
  expect(parse(query)).toEqual({
    limit: 100,
    createdAfter: '2026-01-15T08:00:00.000Z',
    createdBefore: '2026-01-15T09:00:00.500Z',
  });
});

test('a list of jobs takes what it knows', () => {
  const query = { status: 'failed', phase: 'done', targetVersion: '1.5.0', requestedBy: 'ann', parentJobId: jobId };
  expect(parse(new URLSearchParams(query).toString())).toEqual({ ...query, limit: 100 });
});

test.each([
  ['status=done', '/status'],
  ['phase=failed', '/phase'],
  ['targetVersion=a%20b', '/targetVersion'],
  ['requestedBy=', '/requestedBy'],
  ['parentJobId=5', '/parentJobId'],
  ['createdAfter=yesterday', '/createdAfter'],
  ['createdBefore=2026-01-15T10:00:00+01:00', '/createdBefore'],
  ['simulated=true', '/simulated'],
])('and refuses %s', (query, pointer) => {
  expect(() => parse(query)).toThrow(
    expect.objectContaining({ code: 'QUERY_INVALID', errors: [expect.objectContaining({ pointer })] }),
  );
});
