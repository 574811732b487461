import { expect, test } from '@jest/globals';
import { getJobReportQuery } from '../../../functions/queries/get-job-report.ts';
import { parseQuery } from '../../../functions/queries/query.ts';

const parse = (query: string) => parseQuery(getJobReportQuery, new URLSearchParams(query));

test.each([
  ['', {}],
  ['limit=10000&cursor=c', { limit: 10_000, cursor: 'c' }],
])('"%s" means %j', (query, expected) => {
  expect(parse(query)).toEqual(expected);
});

test.each(['limit=0', 'limit=10001', 'limit=1e2', 'limit=', 'format=csv'])('"%s" is refused', (query) => {
  expect(() => parse(query)).toThrow(expect.objectContaining({ kind: 'malformed', code: 'QUERY_INVALID' }));
});
