import { expect, test } from '@jest/globals';
import { type Asked, nextPoll } from '../../../console/jobs/polling.ts';

const asked: Asked = { isDone: false, sameAnswers: 0, isHidden: false };

test.each<[string, Partial<Asked>, number | false]>([
  ['something happens', {}, 2_000],
  ['it was quiet for a moment', { sameAnswers: 5 }, 2_000],
  ['it is quiet: half as long again', { sameAnswers: 6 }, 3_000],
  ['and again', { sameAnswers: 7 }, 4_500],
  ['it bakes for an hour', { sameAnswers: 240 }, 15_000],
  ['nobody looks', { isHidden: true }, 60_000],
  ['it ended', { isDone: true }, false],
  ['it ended, and nobody looks', { isDone: true, isHidden: true }, false],
])('where %s', (_sentence, change, expected) => {
  expect(nextPoll({ ...asked, ...change })).toBe(expected);
});
