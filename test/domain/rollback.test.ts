import { describe, expect, test } from '@jest/globals';
import { closeGate, type Job, jobSchema } from '../../functions/domain/job.ts';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import type { AgentResult } from '../../functions/domain/results.ts';
import {
  askRollback,
  fastRollout,
  refuseRollback,
  rollbackOf,
  rollbackRequestSchema,
} from '../../functions/domain/rollback.ts';
import { job, jobId, later, plannedJob, result } from '../fixtures.ts';

const running = plannedJob(2, { phase: 'running', status: 'running' });
const done = plannedJob(2, { phase: 'done', status: 'success', reason: 'ALL_SUCCEEDED' });
const unchanged = result(1, { oldVersion: '1.5.0', reason: 'ALREADY_CURRENT' });
const asked = (body: object) => rollbackRequestSchema.parse(body);

describe('asking for a rollback', () => {
  test('of a job that runs closes its gate, and keeps who asked and how', () => {
    expect(askRollback(running, asked({ note: 'sick' }), 'ann')).toEqual({
      ...running,
      gate: { state: 'closed', reason: 'ROLLED_BACK', detail: 'Rolled back by ann.' },
      rollbackAsked: { by: 'ann', note: 'sick', rollout: null },
    });
  });

  test('of a job that has ended changes nothing else of it', () => {
    expect(askRollback(done, {}, 'ann')).toEqual({ ...done, rollbackAsked: { by: 'ann', note: null, rollout: null } });
  });

  test('of a job that is being ended keeps why, and whoever asked first', () => {
    const cancelled = closeGate(running, 'CANCELLED', 'Cancelled by bob.');
    const first = askRollback(cancelled, {}, 'ann');
    expect(first).toMatchObject({ gate: { reason: 'CANCELLED' }, rollbackAsked: { by: 'ann' } });
    expect(askRollback(first, { note: 'me, too' }, 'carol')).toEqual(first);
  });
});

describe('a rollback is refused', () => {
  test.each<[string, Job, readonly AgentResult[], string]>([
    ['of a rollback', { ...done, action: 'rollback' }, [result(1)], 'ROLLBACK_OF_ROLLBACK'],
    ['of a simulated job', { ...done, simulated: true }, [result(1)], 'SIMULATED_JOB'],
    ['of a job that changed nobody', done, [unchanged], 'NOTHING_TO_ROLL_BACK'],
  ])('%s', (_sentence, given, results, code) => {
    expect(() => refuseRollback(given, results)).toThrow(expect.objectContaining({ kind: 'conflict', code }));
  });

  test.each<[string, Job, readonly AgentResult[] | undefined]>([
    ['that changed somebody', done, [unchanged, result(2)]],
    ['that may still change somebody', running, [unchanged]],
    ['of more agents than can be looked at', done, undefined],
  ])('not of a job %s', (_sentence, given, results) => {
    expect(() => refuseRollback(given, results)).not.toThrow();
  });

  test('where it asks to be taken back itself', () => {
    expect(rollbackRequestSchema.safeParse({ rollout: { onFailure: 'rollback' } }).success).toBe(false);
  });
});

describe('the job that takes back', () => {
  const parent = (rollbackAsked: Job['rollbackAsked']) => ({
    ...done,
    offlineSeconds: 60,
    changeTicket: 'CHG1',
    rollbackAsked,
  });
  const byAnn = parent({ by: 'ann', note: 'sick', rollout: null });
  const results = [result(1), result(2, { oldVersion: '1.4.1' }), result(3, { oldVersion: '1.4.1' }), unchanged];

  test('is of whoever asked, names its parent, and finds its agents later', () => {
    expect(jobSchema.parse(rollbackOf(byAnn, results, later(5)))).toMatchObject({
      id: rollbackIdOf(jobId),
      parentJobId: jobId,
      source: { kind: 'rollback' },
      action: 'rollback',
      targetVersion: '1.4.1',
      requestedBy: 'ann',
      note: 'sick',
      changeTicket: 'CHG1',
      offlineSeconds: 60,
      createdAt: later(5).toISOString(),
      plan: { expanded: false },
    });
  });

  test.each([
    ['nobody was changed yet', [unchanged]],
    ['there are too many to look at', undefined],
  ])('goes to the version before, whichever that is, where %s', (_sentence, given) => {
    expect(rollbackOf(byAnn, given, later(5)).targetVersion).toBe('previous');
  });

  test.each([
    ['what the parent allows in flight of each site', null, { tag: 'site', max: 2 }],
    ['what the request allows instead', { concurrencyPerTag: { tag: 'rack', max: 9 } }, { tag: 'rack', max: 9 }],
    ['what the parent allows, where the request is about something else', { concurrency: 5 }, { tag: 'site', max: 2 }],
  ])('keeps to %s', (_sentence, rollout, expected) => {
    const ask = { by: 'ann', note: null, rollout: rollout && (asked({ rollout }).rollout ?? null) };
    const limited = parent(ask);
    const concurrencyPerTag = { tag: 'site', max: 2 };
    const made = rollbackOf({ ...limited, rollout: { ...limited.rollout, concurrencyPerTag } }, results, later(5));
    expect(made.rollout).toMatchObject({ concurrencyPerTag: expected });
  });

  test('that nobody asked for is of whoever asked for the parent, and says why', () => {
    const halted = closeGate(parent({ by: null, note: null, rollout: null }), 'FAILURE_THRESHOLD', '3 of 4 failed.');
    expect(rollbackOf(halted, results, later(5))).toMatchObject({
      requestedBy: job().requestedBy,
      note: 'Taken back as its onFailure says. 3 of 4 failed.',
    });
  });
});

describe('the rollout of a rollback', () => {
  const fast = { concurrency: '100%', failureThreshold: '100%', onFailure: 'halt', approval: false };
  const all = { size: '100%', bakeSeconds: 0 };

  test.each([
    ['nothing is asked for: all at once, whatever fails', {}, { ...fast, waves: [all] }],
    ['less at once', { concurrency: 5 }, { ...fast, concurrency: 5, waves: [all] }],
    ['a canary, which is not watched', { canary: 1 }, { ...fast, canary: 1, bakeSeconds: 0 }],
    ['a canary that is watched', { canary: 1, bakeSeconds: 60 }, { ...fast, canary: 1, bakeSeconds: 60 }],
    ['a bake', { bakeSeconds: 60 }, { ...fast, waves: [{ ...all, bakeSeconds: 60 }] }],
    ['waves', { waves: [{ size: 1 }] }, { ...fast, waves: [{ size: 1, bakeSeconds: 0 }] }],
    [
      'to pause for failures',
      { failureThreshold: 1, onFailure: 'pause' },
      { ...fast, failureThreshold: 1, onFailure: 'pause', waves: [all] },
    ],
  ])('%s', (_sentence, rollout, expected) => {
    expect(fastRollout(asked({ rollout }).rollout ?? {})).toEqual(expected);
  });
});
