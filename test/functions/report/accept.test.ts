import { describe, expect, test } from '@jest/globals';
import { acceptable } from '../../../functions/report/accept.ts';

const offered = ['application/json', 'text/csv', 'text/markdown'] as const;

describe('a request that accepts', () => {
  test.each<[string | undefined, string]>([
    [undefined, 'application/json'],
    ['', 'application/json'],
    [' ', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['Text/CSV', 'text/csv'],
    ['text/csv; header=present', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/markdown', 'text/markdown'],
    ['text/markdown, */*', 'text/markdown'],
    ['*/*, text/markdown', 'text/markdown'],
    ['text/csv;q=0.5, text/markdown;q=0.6', 'text/markdown'],
    ['text/csv;q=0.501,text/markdown;q=0.5', 'text/csv'],
    ['text/csv ; Q=0.1 , */*;q=0.2', 'application/json'],
    ['text/csv;q=0, text/*', 'text/markdown'],
    ['application/json;q=0, */*', 'text/csv'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
    ['text/csv;q=2, text/markdown;q=0.1', 'text/markdown'],
    ['text/csv;q=0.1, text/csv;q=0.9, application/json;q=0.5', 'text/csv'],
    [',, text/csv ,', 'text/csv'],
  ])('%p is answered %s', (accept, expected) => {
    expect(acceptable(offered, accept)).toBe(expected);
  });

  test.each(['text/html', 'text/csv;q=0', '*/*;q=0', 'image/*, application/xml', 'text', 'text/csv;q=much', ','])(
    '%p is answered nothing',
    (accept) => {
      expect(() => acceptable(offered, accept)).toThrow(
        expect.objectContaining({ kind: 'not-acceptable', code: 'NOT_ACCEPTABLE' }),
      );
    },
  );
});
