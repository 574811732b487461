import { describe, expect, test } from '@jest/globals';
import { end, start, updateAgents } from '../../functions/domain/batch.ts';
import { closeGate } from '../../functions/domain/job.ts';
import { agentResults, progressOf } from '../../functions/domain/results.ts';
import { batch, job, plannedJob } from '../fixtures.ts';

const chunk = {
  targets: ['item1', 'nobody', 'item2'],
  versions: null,
  next: null,
  decisions: [
    {
      kind: 'batch',
      batch: 0,
      agentType: 'demo-agent',
      node: 'n1',
      version: '1.5.0',
      oldVersion: null,
      lane: null,
      network: null,
    },
    { kind: 'done', reason: 'AGENT_NOT_FOUND', oldVersion: null },
    {
      kind: 'batch',
      batch: 0,
      agentType: 'demo-agent',
      node: 'n2',
      version: '1.5.0',
      oldVersion: null,
      lane: null,
      network: null,
    },
  ],
} as const;

const half = updateAgents(batch(2), (agent) =>
  agent.agentUuid === 'item1'
    ? end(agent, { reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' })
    : start(agent),
);

describe('the agents of a job, in the order in which the caller named them', () => {
  test('before the plan all are pending', () => {
    const results = agentResults(
      job(),
      [{ targets: ['item1', 'item2'], versions: null, next: null, decisions: null }],
      [],
    );
    expect(results).toMatchObject([
      { agentUuid: 'item1', state: 'pending', status: null },
      { agentUuid: 'item2', state: 'pending' },
    ]);
  });

  test('planned, running and done ones are told apart', () => {
    expect(agentResults(plannedJob(1), [chunk], [half])).toMatchObject([
      {
        agentUuid: 'item1',
        state: 'done',
        status: 'success',
        oldVersion: '1.4.2',
        newVersion: '1.5.0',
        error: null,
        reason: 'UPGRADED',
      },
      { agentUuid: 'nobody', state: 'done', status: 'failed', reason: 'AGENT_NOT_FOUND' },
      { agentUuid: 'item2', state: 'running', status: null, oldVersion: null, newVersion: null, reason: 'SENT' },
    ]);
  });

  test('whom a finished job never came to is failed and told why', () => {
    const ended = { ...closeGate(plannedJob(1), 'WORKFLOW_LOST', 'It was aborted.'), phase: 'done' as const };
    expect(agentResults(ended, [chunk], [batch(2)])[0]).toMatchObject({
      state: 'done',
      status: 'failed',
      reason: 'NOT_STARTED',
      error: expect.stringContaining('It was aborted.'),
    });
    expect(
      agentResults({ ...ended, plan: job().plan }, [{ ...chunk, versions: null, next: null, decisions: null }], []),
    ).toMatchObject([{ reason: 'NOT_STARTED' }, {}, {}]);
  });

  test('the reason why is cut, so that 10,000 of them fit into one answer', () => {
    const ended = { ...closeGate(plannedJob(1), 'PLAN_CHANGED', 'x'.repeat(1_000)), phase: 'done' as const };
    expect(agentResults(ended, [chunk], [batch(2)])[0]?.error).toHaveLength(300);
  });

  test('whom a finished job did not come to a second time is failed with its first reason', () => {
    const retried = updateAgents(batch(2), (agent) => ({
      ...agent,
      reason: 'DOWNLOAD_FAILED',
      error: 'time-out',
      attempts: 1,
    }));
    const ended = { ...closeGate(plannedJob(1), 'CANCELLED', 'why'), phase: 'done' as const };
    expect(agentResults(ended, [chunk], [retried])[0]).toMatchObject({
      state: 'done',
      status: 'failed',
      reason: 'DOWNLOAD_FAILED',
      error: 'time-out',
    });
  });

  test.each([
    [0, 'NOT_STARTED', 'The job ended before this agent was sent a command. Cancelled by somebody.'],
    [1, 'AGENT_OFFLINE', 'Systems Manager has no connection to the node. Cancelled by somebody.'],
  ])('whom a finished job still waited for, after %d attempts, is failed with %s', (attempts, reason, error) => {
    const waiting = updateAgents(batch(2), (agent) => ({ ...agent, reason: 'WAITING_FOR_NODE', attempts }));
    const ended = { ...closeGate(plannedJob(1), 'CANCELLED', 'Cancelled by somebody.'), phase: 'done' as const };
    expect(agentResults(ended, [chunk], [waiting])[0]).toMatchObject({
      state: 'done',
      status: 'failed',
      reason,
      error,
    });
  });

  test('progress adds up', () => {
    expect(progressOf(agentResults(plannedJob(1), [chunk], [half]))).toEqual({
      total: 3,
      succeeded: 1,
      failed: 1,
      skipped: 0,
      running: 1,
      pending: 0,
      percent: 66,
    });
  });
});
