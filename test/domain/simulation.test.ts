import { describe, expect, test } from '@jest/globals';
import { end, updateAgents } from '../../functions/domain/batch.ts';
import { agentResults } from '../../functions/domain/results.ts';
import { expectation, simulated } from '../../functions/domain/simulation.ts';
import { batch, nodeId, plannedJob } from '../fixtures.ts';

const decision = {
  kind: 'batch',
  batch: 0,
  agentType: 'demo-agent',
  node: 'n1',
  version: '1.5.0',
  lane: null,
  network: null,
} as const;

describe('what a real job would do with an agent', () => {
  test.each([
    ['upgrade', '1.4.2', 'It would be sent from 1.4.2 to 1.5.0.'],
    ['upgrade', null, 'It would be sent from an unknown version to 1.5.0.'],
    ['upgrade', '1.5.0', 'It would be ALREADY_CURRENT: its node reported 1.5.0 last.'],
    ['rollback', '1.5.0', 'It would be ALREADY_CURRENT: its node reported 1.5.0 last.'],
    ['reinstall', '1.5.0', 'It would be sent from 1.5.0 to 1.5.0.'],
  ] as const)('%s of one at %s: %s', (action, oldVersion, words) => {
    expect(expectation(action, { ...decision, oldVersion })).toBe(words);
  });

  test('is told beside its result, and of no agent that was not simulated', () => {
    const seen = { holders: new Map(), nodes: new Map([[nodeId(1), 'online'] as const]) };
    const chunk = {
      targets: ['item1', 'item2'],
      versions: null,
      next: null,
      decisions: ['1.4.2', '1.4.2'].map((oldVersion) => ({ ...decision, oldVersion })),
    };
    const [first, second] = agentResults(plannedJob(1), [chunk], [simulated(batch(2), seen)]);
    expect(first).toMatchObject({ reason: 'SIMULATED', newVersion: null, detail: expect.stringContaining('1.5.0') });
    expect(second).toMatchObject({ reason: 'NODE_NOT_MANAGED' });
    expect(second).not.toHaveProperty('detail');
  });
});

test('an agent that is done stays as it is', () => {
  const done = updateAgents(batch(1), (agent) => end(agent, { reason: 'UPGRADED' }));
  expect(simulated(done, { holders: new Map(), nodes: new Map() }).agents).toEqual(done.agents);
});
