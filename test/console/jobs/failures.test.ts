import { describe, expect, test } from '@jest/globals';
import { failureGroups, failuresOf } from '../../../console/jobs/failures.ts';
import { jobAgent } from './fixtures.ts';

const failed = (reason: 'DISK_FULL' | 'AGENT_OFFLINE', error: string | null) =>
  jobAgent({ status: 'failed', reason, error });

test('who succeeded or is under way is no failure', () => {
  expect(failuresOf([jobAgent(), jobAgent({ status: null, state: 'running', reason: 'SENT' })])).toEqual([]);
});

test('failures are grouped by reason with what was said, the most frequent first', () => {
  const offline = 'Systems Manager has no connection to the node.';
  const agents = [
    failed('AGENT_OFFLINE', offline),
    failed('DISK_FULL', 'needs 200 MB'),
    failed('DISK_FULL', 'needs 300 MB'),
    failed('DISK_FULL', 'needs 300 MB'),
  ];
  expect(failuresOf(agents)).toEqual([
    {
      reason: 'DISK_FULL',
      sentence: 'The node has too little free disk.',
      agents: 3,
      messages: [
        { text: 'needs 300 MB', agents: 2 },
        { text: 'needs 200 MB', agents: 1 },
      ],
    },
    { reason: 'AGENT_OFFLINE', sentence: offline, agents: 1, messages: [] },
  ]);
});

test('a hundred different messages are no more than three', () => {
  const agents = Array.from({ length: 100 }, (_, number) => failed('DISK_FULL', `path ${number}`));
  expect(failuresOf(agents)).toMatchObject([{ agents: 100, messages: { length: 3 } }]);
});

describe('the failures of a job', () => {
  const agents = [failed('DISK_FULL', 'needs 200 MB'), jobAgent()];
  const reported = [
    { reason: 'UPGRADED' as const, sentence: 'The node …', agents: 90_000 },
    { reason: 'DISK_FULL' as const, sentence: 'The node has too little free disk.', agents: 400 },
    { reason: 'SENT' as const, sentence: 'The command …', agents: 50 },
  ];

  test('with all its agents are counted from these', () => {
    expect(failureGroups({ agents, nextCursor: null }, reported)).toEqual(failuresOf(agents));
  });

  test('with more agents than one answer has are counted by its report', () => {
    expect(failureGroups({ agents, nextCursor: 'more' }, reported)).toEqual([
      {
        reason: 'DISK_FULL',
        sentence: 'The node has too little free disk.',
        agents: 400,
        messages: [{ text: 'needs 200 MB', agents: 1 }],
      },
    ]);
  });
});
