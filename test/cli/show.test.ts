import { describe, expect, test } from '@jest/globals';
import { inWords } from '../../bin/fleet/options/duration.ts';
import { jobText } from '../../bin/fleet/show/job.ts';
import { plain } from '../../bin/fleet/show/plain.ts';
import { currentWave, liveLine, standing } from '../../bin/fleet/show/progress.ts';
import { table } from '../../bin/fleet/show/table.ts';
import { ended, job, jobAgent, progress } from './fake-world.ts';

const uncoloured = (_colour: unknown, text: string) => text;

test.each([
  ['before anything was sent', 4, 1],
  ['while the first runs or bakes', 3, 1],
  ['once one of the second was sent', 2, 2],
  ['to the end', 0, 2],
])('the wave that a job is in, %s', (_sentence, pending, wave) => {
  expect(currentWave(job({ progress: progress({ pending }) }))).toBe(wave);
});

test('a job that is not planned is in no wave', () => {
  expect(currentWave(job({ waves: [] }))).toBeUndefined();
});

test.each([
  ['running', job(), 'running, wave 1 of 2, 0 of 4 done, 1 running (WAVE_RUNNING)'],
  [
    'paused, with words',
    job({ phase: 'paused', reason: 'PAUSED', detail: 'by alice\u001b[2J' }),
    'paused, wave 1 of 2, 0 of 4 done, 1 running (PAUSED: by alice [2J)',
  ],
  [
    'of agents that nobody knows yet',
    job({ phase: 'planning', reason: 'SUBMITTED', waves: [], progress: progress({ total: 0, running: 0 }) }),
    'planning (SUBMITTED)',
  ],
  ['that has ended', ended(), 'success, 4 of 4 done (ALL_SUCCEEDED)'],
])('the standing of a job %s', (_sentence, given, text) => {
  expect(standing(given)).toBe(text);
});

test('a line is never wider than the terminal, which would break it', () => {
  expect(liveLine(job(), 40)).toHaveLength(39);
});

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [3_600, '1 h'],
  [5_400, '1 h 30 min'],
  [200_000, '2 days'],
])('%d s in words', (total, words) => {
  expect(inWords(total)).toBe(words);
});

test('what others wrote cannot steer the terminal or hide anything', () => {
  expect(plain('a\u001b]0;title\u0007b\nc\u202ed\u2028e')).toBe('a ]0;title b c d e');
});

test('a table has columns under their headings, and - for nothing', () => {
  expect(
    table(
      ['A', 'LONGER'],
      [
        ['wide cell', null],
        ['b', 2],
      ],
      uncoloured,
    ),
  ).toBe(['A          LONGER', 'wide cell  -', 'b          2\n'].join('\n'));
});

describe('a job for people', () => {
  test('says what there is to say, and lists its agents', () => {
    const agents = [
      jobAgent(1),
      jobAgent(2, { newVersion: null, status: 'failed', reason: 'AGENT_BUSY', error: 'held' }),
    ];
    const counted = progress({ total: 2, succeeded: 1, skipped: 1, failed: 1, running: 0, pending: 0 });
    const shown = ended({ agents, progress: counted, simulated: true, estimate: { seconds: 660, costUsd: 0.0021 } });
    expect(jobText(shown, uncoloured)).toBe(
      `job           ${shown.id}
action        simulated upgrade to 1.5.0
status        success
phase         done
reason        ALL_SUCCEEDED
agents        2: 1 succeeded (1 already current), 1 failed
waves         1, 3
requested     2026-01-15T08:00:00.000Z by ci-pipeline
completed     2026-01-15T08:00:00.000Z
estimate      11 min, about 0.0021 US dollars
possible now  rollback

AGENT  FROM   TO     STATUS   REASON      DETAIL
item1  1.4.2  1.5.0  success  UPGRADED    
item2  1.4.2  -      failed   AGENT_BUSY  held
`,
    );
  });

  test('says where all agents of a large one are', () => {
    expect(jobText(ended({ nextCursor: 'more' }), uncoloured)).toContain(`fleet report ${job().id} has all agents`);
  });
});
