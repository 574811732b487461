import { describe, expect, test } from '@jest/globals';
import { end, start, updateAgents } from '../../functions/domain/batch.ts';
import { simulated } from '../../functions/domain/simulation.ts';
import type { Size } from '../../functions/domain/size.ts';
import { isCrossed, stopForFailures, tallyOf } from '../../functions/domain/threshold.ts';
import { batch, plannedJob } from '../fixtures.ts';

describe('the failure threshold', () => {
  test.each<[Size, number, number, boolean, boolean]>([
    // threshold, failed, finished, has the wave ended, is it crossed
    [2, 1, 10, false, false],
    [2, 2, 10, false, false],
    [2, 3, 10, false, true],
    [0, 0, 10, false, false],
    [0, 1, 1, false, true],
    ['10%', 9, 100, false, false],
    ['10%', 10, 100, false, false],
    ['10%', 11, 100, false, true],
    ['10%', 1, 9, false, false],
    ['10%', 1, 9, true, true],
    ['10%', 1, 10, false, false],
    ['10%', 2, 10, false, true],
    ['18.4%', 69, 375, true, false],
    ['18.4%', 70, 375, true, true],
    ['2%', 1, 49, false, false],
    ['2%', 2, 50, false, true],
    ['0%', 0, 1_000, false, false],
    ['0%', 1, 1, false, true],
    ['0%', 1, 1_000, true, true],
    ['100%', 10, 10, true, false],
  ])('%s with %d of %d failed, wave ended %s: crossed %s', (threshold, failed, finished, ended, crossed) => {
    expect(isCrossed(threshold, { failed, finished }, ended)).toBe(crossed);
  });

  test('agents that were never sent do not count', () => {
    const mixed = updateAgents(batch(3), (agent) =>
      agent.agentUuid === 'item1'
        ? end(agent, { reason: 'AGENT_OFFLINE' })
        : end(start(agent), { reason: agent.agentUuid === 'item2' ? 'UPGRADED' : 'CHECKSUM_MISMATCH' }),
    );
    expect(tallyOf([mixed])).toEqual({ finished: 2, failed: 1, vanished: 0 });
  });

  test('an agent that is to be sent again does not count yet; one that failed again does', () => {
    const failed = (attempts: number) =>
      updateAgents(batch(1), (agent) => ({ ...end(start(agent), { reason: 'DOWNLOAD_FAILED' }), attempts }));
    expect(tallyOf([failed(1)])).toEqual({ finished: 0, failed: 0, vanished: 0 });
    expect(tallyOf([failed(2)])).toEqual({ finished: 1, failed: 1, vanished: 0 });
  });

  test("rollback closes the gate and asks for it, in nobody's name", () => {
    const job = plannedJob(1);
    const stopped = stopForFailures(
      { ...job, rollout: { ...job.rollout, onFailure: 'rollback' } },
      { failed: 3, finished: 100, threshold: '2%' },
    );
    expect(stopped).toMatchObject({
      gate: { state: 'closed', reason: 'FAILURE_THRESHOLD' },
      rollbackAsked: { by: null },
    });
  });

  test('agents of a simulated job do not count', () => {
    const seen = { holders: new Map([['item1', 'another job']]), nodes: new Map() };
    expect(tallyOf([simulated(batch(3), seen)])).toEqual({ finished: 0, failed: 0, vanished: 0 });
  });

  test.each(['halt', 'pause'] as const)('%s shuts the gate with the count in words', (onFailure) => {
    const job = plannedJob(1);
    const stopped = stopForFailures(
      { ...job, rollout: { ...job.rollout, onFailure } },
      { failed: 3, finished: 100, threshold: '2%' },
    );
    expect(stopped.gate).toEqual({
      state: onFailure === 'halt' ? 'closed' : 'held',
      reason: 'FAILURE_THRESHOLD',
      detail: '3 of 100 agents failed, and the job bears 2%.',
    });
  });
});
