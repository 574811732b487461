import { describe, expect, test } from '@jest/globals';
import { isDue, newWalk, type Walk, walkToTakeUp } from '../../functions/domain/walk.ts';
import { later, now } from '../fixtures.ts';

const walk = (change: Partial<Walk> = {}): Walk => ({
  ...newWalk(now),
  cursor: 'x',
  chunks: 3,
  nodes: 6_000,
  revision: 7,
  ...change,
});

describe('a call takes up', () => {
  test.each<[string, Walk | undefined, Date, boolean]>([
    ['a new walk where there was none', undefined, later(0), false],
    ['the walk that is under way', walk(), later(300), true],
    ['the walk that compares', walk({ phase: 'comparing', cursor: null }), later(300), true],
    ['a new walk where the last one is done', walk({ phase: 'done' }), later(300), false],
    ['a new walk where the last one is older than a day', walk(), later(86_400), false],
  ])('%s', (_sentence, last, at, goesOn) => {
    expect(walkToTakeUp(last, at)).toEqual(goesOn ? last : { ...newWalk(at), revision: last?.revision ?? 0 });
  });
});

describe('the schedule', () => {
  test.each<[string, Walk | undefined, number, boolean]>([
    ['begins where there was no walk', undefined, 0, true],
    ['goes on with a walk under way', walk(), 300, true],
    ['waits for the hour', walk({ phase: 'done' }), 3_300, false],
    ['begins on the hour', walk({ phase: 'done' }), 3_600, true],
    ['begins where it ticks some seconds early', walk({ phase: 'done' }), 3_575, true],
  ])('%s', (_sentence, last, seconds, due) => {
    expect(isDue(last, 60, later(seconds))).toBe(due);
  });
});
