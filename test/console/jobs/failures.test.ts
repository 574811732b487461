import { expect, test } from '@jest/globals';
import { failuresOf } from '../../../console/jobs/failures.ts';
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
