import { expect, test } from '@jest/globals';
import { synthesizedTemplate } from '../functions/synthesized-template.ts';
import { randomSchedules } from './schedules.ts';
import { rowOf } from './table.ts';

test('a few random schedules run on what is deployed, end, and tell the truth', async () => {
  const row = rowOf('a few', await randomSchedules(await synthesizedTemplate(), 1, 5));
  expect(row).toMatchObject({ jobs: 5, ended: 5, wrong: [], lost: [] });
});
