import { expect, test } from '@jest/globals';
import type { Fence } from '../../functions/domain/fence.ts';
import { newSubmission } from '../../functions/submitting.ts';
import { berlin, now, request } from '../fixtures.ts';

const submissionOf = (said: unknown, fence: Fence | null) =>
  newSubmission(said, { subject: 'ann', fence, header: () => undefined }, now);
const fingerprintOf = (said: unknown, fence: Fence | null = null) => submissionOf(said, fence).fingerprint;

test('a request is another one where it says something else, or the token has another fence', () => {
  const bonn = [{ tag: 'site', value: 'bonn' }];
  const different = [
    fingerprintOf(request),
    fingerprintOf({ ...request, note: 'why' }),
    fingerprintOf(request, berlin),
    fingerprintOf(request, bonn),
  ];
  expect(new Set(different).size).toBe(different.length);
});

test('and the same where both are the same, whatever order the tags have', () => {
  expect(fingerprintOf(request)).toBe(fingerprintOf(request));
  const two = [...berlin, { tag: 'ring', value: '1' }];
  expect(fingerprintOf(request, two)).toBe(fingerprintOf(request, two.toReversed()));
});

test('who asks comes from the token', () => {
  expect(submissionOf(request, berlin)).toMatchObject({ requestedBy: 'ann', fence: berlin });
});
