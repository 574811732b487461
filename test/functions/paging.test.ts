import { expect, test } from '@jest/globals';
import { pageLimit } from '../../functions/paging.ts';

test.each([
  [undefined, 100],
  ['1', 1],
  ['007', 7],
  ['250', 250],
])('limit %j is %d', (limit, expected) => {
  expect(pageLimit({ limit })).toBe(expected);
});

test.each(['', ' ', '0', '251', '1e2', '0x10', '0b1', '+1', '-1', '1.0', ' 5', 'all'])('%j is no limit', (limit) => {
  expect(() => pageLimit({ limit })).toThrow(expect.objectContaining({ kind: 'malformed', code: 'LIMIT_INVALID' }));
});
