import { describe, expect, test } from '@jest/globals';
import { type Batch, type BatchAgent, end, start, updateAgents } from '../../functions/domain/batch.ts';
import { isParked, noteOffline, settledOrParked, whenOffline } from '../../functions/domain/parking.ts';
import { batch, job, later, now, parkedBatch } from '../fixtures.ts';

const hours = (count: number): Date => later(count * 3600);
const agent = (of: Batch): BatchAgent => {
  const [first] = of.agents;
  if (first === undefined) throw new Error('The batch has no agent.');
  return first;
};

/** The first agent waits, and this is what becomes of the second one. */
const beside = (second: (agent: BatchAgent) => BatchAgent): Batch =>
  updateAgents(batch(2, { state: 'sent', commandIds: ['command-1'], notAfter: now.toISOString() }), (each) =>
    each.agentUuid === 'item1' ? { ...each, reason: 'WAITING_FOR_NODE' } : second(each),
  );
const done = (each: BatchAgent) => end(start(each), { reason: 'UPGRADED' });

describe('an agent whose node is offline', () => {
  const waits = { state: 'pending', reason: 'WAITING_FOR_NODE', status: null };

  test.each<[string, number, Batch, Date, object]>([
    ['fails at once where the job does not wait', 0, batch(1), now, { state: 'done', reason: 'AGENT_OFFLINE' }],
    ['waits where it was never found offline before', 3600, batch(1), now, waits],
    ['waits to the last millisecond', 3600, parkedBatch(0), new Date(hours(1).getTime() - 1), waits],
    [
      'fails at the end of the wait, and is told how long it was waited for',
      7200,
      parkedBatch(0),
      hours(2.5),
      {
        state: 'done',
        reason: 'AGENT_OFFLINE',
        error:
          'Systems Manager has no connection to the node: it was waited for from 2026-01-15T08:00:00.000Z on, for 2 h.',
      },
    ],
  ])('%s', (_sentence, offlineSeconds, given, at, expected) => {
    expect(whenOffline(job({ offlineSeconds }), given, agent(given), at)).toMatchObject(expected);
  });

  test('is waited for from when the first of its batch was found offline', () => {
    expect(noteOffline(parkedBatch(0), hours(1)).offline).toEqual({
      since: now.toISOString(),
      last: hours(1).toISOString(),
    });
    expect(noteOffline(batch(1), hours(1)).offline).toBeNull();
  });
});

describe('the attempt of a batch of which an agent waits', () => {
  test('is over once the others are done: the batch is parked, and its next attempt has another name', () => {
    const parked = settledOrParked(beside(done), later(9));
    expect(parked).toMatchObject({ state: 'planned', attempt: 2, commandIds: [], notAfter: null });
    expect(parked !== undefined && isParked(parked)).toBe(true);
  });

  test('is not over while another one runs', () => {
    expect(settledOrParked(beside(start), later(9))).toBeUndefined();
  });

  test('and of which another one is to be tried again: it is sent for that one, not parked', () => {
    const retry = beside((each) => ({ ...each, reason: 'DOWNLOAD_FAILED', attempts: 1 }));
    expect(isParked({ ...retry, state: 'planned' })).toBe(false);
  });

  test('without one that waits it is settled', () => {
    expect(settledOrParked(updateAgents(beside(done), done), later(9))).toMatchObject({
      state: 'settled',
      attempt: 1,
      settledAt: later(9).toISOString(),
    });
  });
});
