import { expect, test } from '@jest/globals';
import { timesOf } from '../../functions/domain/pace.ts';
import { later, now, pace } from '../fixtures.ts';

/* The good example delivers within 300 s, and prepares within 360 s more. */

test.each([
  ['a script that heeds it may begin until it could no longer be ready in time', true, undefined, 660, 300],
  ['it does not begin once the window has closed, whenever it is delivered', true, 100, 100, 300],
  ['a window that closes later changes nothing', true, 1000, 660, 300],
  ['a document that does not heed it begins when it is delivered', false, undefined, 300, 300],
  ['so it is delivered until the window closes', false, 100, 100, 100],
  ['a window that closes later changes nothing for it', false, 1000, 300, 300],
  ['Systems Manager takes no less than 30 s', false, 5, 30, 30],
])('%s', (_sentence, heedsNotAfter, closes, notAfter, deliverySeconds) => {
  const times = timesOf(pace, heedsNotAfter, closes === undefined ? undefined : later(closes), now);
  expect(times).toEqual({ notAfter: later(notAfter), deliverySeconds });
});
