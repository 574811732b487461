import { expect, test } from '@jest/globals';
import { preferredWait } from '../../functions/http/prefer.ts';

test.each<[string, string, number]>([
  ['some seconds', 'wait=10', 10],
  ['none', 'wait=0', 0],
  ['more than there are', 'wait=600', 25],
  ['far more', `wait=${'9'.repeat(400)}`, 25],
  ['with spaces, in capitals', '  WAIT = 7 ', 7],
  ['in quotes', 'wait="7"', 7],
  ['with a parameter', 'wait=7; of=all', 7],
  ['after another preference', 'return=minimal, wait=7', 7],
  ['after one with a comma in it', 'handling="a, wait=3", wait=7', 7],
  ['twice, of which the first counts', 'wait=7, wait=9', 7],
])('a caller may wait for %s', (_sentence, prefer, seconds) => {
  expect(preferredWait(prefer)).toBe(seconds);
});

test.each<[string, string | undefined]>([
  ['nothing', undefined],
  ['an empty text', ''],
  ['another preference', 'respond-async'],
  ['a preference that begins like it', 'waiting=5'],
  ['a wait without a time', 'wait'],
  ['a wait of nothing', 'wait='],
  ['a word', 'wait=long'],
  ['a fraction', 'wait=1.5'],
  ['a time before now', 'wait=-1'],
  ['two numbers', 'wait=1 2'],
  ['a first wait that cannot be read', 'wait=x, wait=5'],
  ['a quote that does not end', 'handling="a, wait=5'],
  ['a wait inside of quotes', 'handling="wait=5"'],
])('%s is no wait', (_sentence, prefer) => {
  expect(preferredWait(prefer)).toBeUndefined();
});

test('a header as long as API Gateway lets through is read at once', () => {
  const started = performance.now();
  for (const part of ['"', '\\"', 'wait=', ',', 'wait="1', ' ']) preferredWait(part.repeat(10_000 / part.length));
  expect(performance.now() - started).toBeLessThan(1_000);
});
