import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { countPass, type Decision, decideNext, MOST_BATCHES_IN_A_PASS } from '../../functions/domain/decide.ts';
import { JobStuck } from '../../functions/domain/errors.ts';
import { later, now, parkedBatch, plannedJob } from '../fixtures.ts';
import { ago, batches, facts, patient, scheduled, simulated, situations } from './decisions.ts';

describe('what a job does next', () => {
  test.each(Object.values(situations).flat())('%s', (_situation, given, known, expected) => {
    expect(decideNext(given, known, now)).toEqual(expected);
  });

  test('a start that has come is no reason to wait, to the millisecond', () => {
    expect(decideNext(scheduled, facts(batches('planned')), later(3600)).next).toBe('upgrade');
    expect(decideNext(scheduled, facts(batches('planned')), new Date(later(3600).getTime() - 1)).next).toBe('wait');
  });

  test('one pass takes at most 2,000 batches', () => {
    const many = batches(...Array.from({ length: 2_500 }, () => 'planned' as const));
    const decision = decideNext(plannedJob(2_500), facts(many), now);
    expect(decision).toMatchObject({ next: 'upgrade' });
    expect(decision.next === 'upgrade' && decision.batches.length).toBe(MOST_BATCHES_IN_A_PASS);
  });

  test('a simulated job is kept by no freeze, no deprecated version and no alarm', () => {
    const obstacle = { reason: 'FROZEN', detail: 'why' } as const;
    const freeze = { ...obstacle, until: null };
    const stopped = { ...facts(batches('planned')), freeze, deprecation: obstacle, alarm: obstacle };
    expect(decideNext(simulated({}), stopped, now)).toMatchObject({ next: 'upgrade', reason: 'SIMULATING' });
  });

  test('passes of a simulated job that settle nothing are not repeated for ever', () => {
    const idle = { ...simulated({}), pass: { unsettled: 1, parked: 0, idle: 3 } };
    expect(() => decideNext(idle, facts(batches('planned')), now)).toThrow(JobStuck);
  });

  test.each([
    [2, false],
    [3, true],
  ])('%d passes that settled nothing: stuck is %s', (idle, stuck) => {
    const decide = () =>
      decideNext(plannedJob(1, { pass: { unsettled: 1, parked: 0, idle } }), facts(batches('sent')), now);
    if (stuck) expect(decide).toThrow(JobStuck);
    else expect(decide()).toMatchObject({ next: 'upgrade' });
  });
});

describe('where nodes are offline and the job waits for them', () => {
  test('passes that end nothing: the job is stuck, where its nodes are back as well', () => {
    const stuck = patient(plannedJob(1, { pass: { unsettled: 0, parked: 1, idle: 3 } }));
    expect(() => decideNext(stuck, facts([parkedBatch(0, ago(300))], [0]), now)).toThrow(JobStuck);
  });
});

test.each([
  ['as many are left', 5, 1, 2],
  ['one was settled', 4, 1, 0],
  ['one was parked', 4, 2, 0],
  ['one that was parked was settled', 5, 0, 0],
])('a pass is idle only where the one before it settled nothing and parked nothing: %s', (_sentence, ...counts) => {
  const [unsettled, parked, idle] = counts;
  const before = plannedJob(6, { pass: { unsettled: 5, parked: 1, idle: 1 } });
  expect(countPass(before, unsettled, parked)).toEqual({ unsettled, parked, idle });
});

const DOCUMENT = new URL('../../docs/deciding.md', import.meta.url);

/** What a row of the document says is decided; times are left to the code. */
const inWords = (decision: Decision): string =>
  decision.next === 'upgrade' ? `upgrade ${decision.batches.join(', ')}` : decision.next;

const document = (): string =>
  [
    '# What a job does next',
    '',
    'One pure function, `decideNext` in `functions/domain/decide.ts`, decides what a job does next, whenever its workflow asks. Every row here is a test',
    'case of `test/domain/decisions.ts`; a test compares this file with it, and `UPDATE_DOCS=1 npm test -- test/domain/decide.test.ts` writes it anew.',
    '',
    'The first rule that applies decides: a gate that is held or closed, the plan, a simulation, approval, the start, a freeze, a deprecated version, the window; then the waves: what is left of',
    'one that runs, and before the next one the failure threshold, agents that vanished, the bake and its probe, approval after the canary, alarms.',
    'Batches are numbered from 0. `stop` and `hold` shut the gate, and it is decided again.',
    ...Object.entries(situations).flatMap(([title, rows]) => [
      '',
      `## ${title}`,
      '',
      '| situation | next | reason |',
      '| --- | --- | --- |',
      ...rows.map(([words, , , decision]) => `| ${words} | ${inWords(decision)} | ${decision.reason} |`),
    ]),
    '',
  ].join('\n');

test('the document shows exactly these decisions', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(DOCUMENT, document());
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(document());
});
