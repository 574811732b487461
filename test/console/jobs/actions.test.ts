import { describe, expect, test } from '@jest/globals';
import { actionButtons, type JobAction } from '../../../console/jobs/actions.ts';
import { progress } from './fixtures.ts';

const job = (allowed: JobAction[], change: Parameters<typeof progress>[0] = {}) => ({
  allowed,
  progress: progress(change),
  targetVersion: '1.5.0',
  rollback: {
    jobId: null,
    takesBack: [{ agentType: 'demo-agent', recipe: 'package' as const, sentence: 'Its files.' }],
  },
});

const sentences = (...given: Parameters<typeof job>) =>
  actionButtons(job(...given)).flatMap((button) => button.sentences);

test('there is a button for what is allowed, and for nothing else', () => {
  expect(actionButtons(job(['cancel', 'pause'])).map(({ label }) => label)).toEqual(['Pause', 'Cancel job']);
  expect(actionButtons(job([]))).toEqual([]);
});

test.each<[JobAction, boolean]>([
  ['pause', false],
  ['retry', false],
  ['cancel', true],
  ['rollback', true],
])('%s is drastic: %p', (action, isDrastic) => {
  expect(actionButtons(job([action]))).toMatchObject([{ isDrastic }]);
});

describe('the confirmation says how many agents it concerns', () => {
  test.each<[string, Parameters<typeof job>, string[]]>([
    [
      'to pause',
      [['pause']],
      ['5 agents will be sent nothing until the job is resumed.', '2 agents under way: each is followed to its end.'],
    ],
    [
      'to pause where none is under way',
      [['pause'], { running: 0, pending: 1 }],
      ['1 agent will be sent nothing until the job is resumed.', 'None is under way.'],
    ],
    ['to resume', [['resume']], ['The job goes on with the 5 agents that were sent nothing yet.']],
    [
      'to resume after failures',
      [['resume'], { failed: 1 }],
      [
        'The job goes on with the 5 agents that were sent nothing yet.',
        'What failed until now, 1 agent, no longer counts for its threshold.',
      ],
    ],
    ['to approve', [['approve']], ['The job may go on with the 5 agents that were sent nothing yet.']],
    [
      'to cancel',
      [['cancel'], { pending: 10_000 }],
      ['10,000 agents will not be sent anything.', '2 agents under way: each is followed to its end.'],
    ],
    ['to retry', [['retry'], { failed: 4 }], ['A new job takes up the 4 agents that failed, to 1.5.0.']],
    [
      'to roll back',
      [['rollback'], { succeeded: 5, skipped: 1, failed: 2, running: 0 }],
      [
        'A new job takes back what this one changed: 4 agents that it upgraded, and those of 2 agents that it may have changed.',
        'demo-agent: Its files.',
      ],
    ],
  ])('%s', (_sentence, given, words) => {
    expect(sentences(...given)).toEqual(words);
  });
});
