import { describe, expect, test } from '@jest/globals';
import { durationWords, etaWords, jobDuration, momentWords } from '../../../console/jobs/time-words.ts';

describe('a duration', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [0.4, '0 s'],
    [59.6, '1 min'],
    [90, '1 min 30 s'],
    [3_600, '1 h'],
    [3_605, '1 h'],
    [3_660, '1 h 1 min'],
    [90_000, '1 d 1 h'],
    [86_460, '1 d'],
  ])('of %d s is %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });
});

const createdAt = '2026-03-01T09:30:00.000Z';
const now = new Date('2026-03-01T09:40:00.000Z');

test.each([
  ['that is under way lasts until now', null, '10 min'],
  ['that ended lasted until then', '2026-03-01T09:31:05.000Z', '1 min 5 s'],
])('a job %s', (_sentence, completedAt, words) => {
  expect(jobDuration({ createdAt, completedAt }, now)).toBe(words);
});

test.each([
  ['running', 75, 'About 1 min 15 s left'],
  ['paused', null, 'Nobody can tell yet'],
  ['done', 0, 'Ended'],
])('of a job that is %s with %p seconds to go is said: %s', (phase, etaSeconds, words) => {
  expect(etaWords({ phase, etaSeconds })).toBe(words);
});

test('a moment is in UTC, to the second', () => {
  expect(momentWords(createdAt)).toBe('2026-03-01 09:30:00 UTC');
});
