import { describe, expect, test } from '@jest/globals';
import {
  type CellKind,
  cellKindOf,
  cellKinds,
  cellLooks,
  cellWords,
  countKinds,
} from '../../../console/jobs/cell-kind.ts';
import { darkPalette, lightPalette } from '../../../console/jobs/palette.ts';
import { jobAgent } from './fixtures.ts';

describe('the cell of an agent', () => {
  test.each<[string, Parameters<typeof jobAgent>[0], CellKind]>([
    ['that was upgraded', {}, 'succeeded'],
    ['that ran the target before', { reason: 'ALREADY_CURRENT' }, 'unchanged'],
    ['that failed', { status: 'failed', reason: 'DISK_FULL' }, 'failed'],
    ['whose node was terminated', { status: 'excluded', reason: 'NODE_TERMINATED' }, 'excluded'],
    ['that was sent nothing yet', { state: 'pending', status: null, reason: null }, 'pending'],
    ['whose node is offline', { state: 'pending', status: null, reason: 'WAITING_FOR_NODE' }, 'waiting'],
    ['that was sent its command', { state: 'running', status: null, reason: 'SENT' }, 'running'],
    ['that is checked after its bake', { state: 'verifying', status: null }, 'verifying'],
    ['of which nobody knows', { state: 'unknown', status: null, reason: 'OUTCOME_UNKNOWN' }, 'unknown'],
  ])('%s', (_sentence, change, kind) => {
    expect(cellKindOf(jobAgent(change))).toBe(kind);
  });
});

describe('what is said of an agent', () => {
  test.each<[string, Parameters<typeof jobAgent>[0], string]>([
    [
      'that was upgraded',
      {},
      'item1: Succeeded. 1.4.2 → 1.5.0. The node reports the target version and a healthy agent.',
    ],
    [
      'that failed in its own words',
      { status: 'failed', reason: 'DISK_FULL', newVersion: '1.4.2', error: 'needs 200 MB' },
      'item1: Failed. 1.4.2. needs 200 MB',
    ],
    [
      'of which nothing is known',
      { state: 'pending', status: null, reason: null, oldVersion: null, newVersion: null },
      'item1: To come',
    ],
    [
      'that is under way',
      { state: 'running', status: null, reason: 'SENT', newVersion: null },
      'item1: Under way. 1.4.2. The command is sent, and its result is awaited.',
    ],
  ])('%s', (_sentence, change, words) => {
    expect(cellWords(jobAgent(change))).toBe(words);
  });
});

test('the most conspicuous are counted first, and none that there are not', () => {
  expect(countKinds(['succeeded', 'failed', 'succeeded'])).toEqual([
    ['failed', 1],
    ['succeeded', 2],
  ]);
});

describe('without colours', () => {
  test('each kind has a mark of its own', () => {
    expect(new Set(cellKinds.map((kind) => cellLooks[kind].mark)).size).toBe(cellKinds.length);
  });

  test.each([
    ['light', lightPalette],
    ['dark', darkPalette],
  ])('the marks can be told from their cells, in the %s', (_name, palette) => {
    const low = cellKinds.filter((kind) => contrast(palette[kind].fill, palette[kind].ink) < 3);
    expect(low).toEqual([]);
  });
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
