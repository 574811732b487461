import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { noQuery, paging, parseQuery } from '../../../functions/queries/query.ts';

const schema = z.strictObject({ ...paging, kind: z.enum(['a', 'b']).optional() });
const parse = (query: string) => parseQuery(schema, new URLSearchParams(query));
const refusal = (...pointers: readonly string[]) =>
  expect.objectContaining({
    kind: 'malformed',
    code: 'QUERY_INVALID',
    errors: pointers.map((pointer) => expect.objectContaining({ pointer })),
  });

describe('a query', () => {
  test.each([
    ['', 100],
    ['limit=1', 1],
    ['limit=007', 7],
    ['limit=250', 250],
  ])('%j is for %d', (query, limit) => {
    expect(parse(query)).toEqual({ limit });
  });

  test.each(['', ' ', '0', '251', '1e2', '0x10', '0b1', '%2B1', '-1', '1.0', ' 5', 'all'])(
    '%j is no limit',
    (limit) => {
      expect(() => parse(`limit=${limit}`)).toThrow(refusal('/limit'));
    },
  );

  test('is handed over as it was meant', () => {
    expect(parse('kind=b&cursor=x%26y&limit=5')).toEqual({ kind: 'b', cursor: 'x&y', limit: 5 });
  });

  test('with several slips is refused with all of them', () => {
    expect(() => parse('kind=c&Limit=5&limit=x')).toThrow(refusal('/limit', '/kind', '/Limit'));
  });

  test('with a thousand slips is refused with 20 of them', () => {
    const query = Array.from({ length: 1_000 }, (_, index) => `p${index}=`).join('&');
    expect(() => parse(query)).toThrow(refusal(...Array.from({ length: 20 }, (_, index) => `/p${index}`)));
  });

  test('of a route that takes none is empty', () => {
    expect(parseQuery(noQuery, new URLSearchParams(''))).toEqual({});
    expect(() => parseQuery(noQuery, new URLSearchParams('limit=5'))).toThrow(/this route takes none/);
  });
});
