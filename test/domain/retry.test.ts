import { describe, expect, test } from '@jest/globals';
import { type Job, jobSchema } from '../../functions/domain/job.ts';
import { newJob } from '../../functions/domain/new-job.ts';
import type { AgentResult } from '../../functions/domain/results.ts';
import { type RetryRequest, refuseRetry, retryOf, retryRequestSchema } from '../../functions/domain/retry.ts';
import { jobSpecOf, upgradeRequestSchema } from '../../functions/domain/upgrade-request.ts';
import { job, jobId, later, now, request, result } from '../fixtures.ts';

const retryId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';
const artifact = { url: 'https://artifacts.example.com/a.tar.gz', sha256: 'b'.repeat(64), signature: null };
const done: Partial<Job> = { phase: 'done', status: 'failed' };
const failed = result(2, { status: 'failed', reason: 'DOWNLOAD_FAILED', newVersion: '1.4.2' });
const asked = (body: object) => retryRequestSchema.parse(body);

describe('a retry', () => {
  const rollout = { canary: 1, bakeSeconds: 60, startAt: later(60).toISOString() };
  const body = { ...request, rollout, allowDowngrade: true, artifact, changeTicket: 'CHG1' };
  const parent = {
    ...newJob(jobId, jobSpecOf(upgradeRequestSchema.parse(body)), 'ann', 300, now),
    ...done,
    offlineSeconds: 3600,
  };
  const retried = (change: object) => newJob(retryId, retryOf(parent, asked(change)), 'bob', 300, now);

  test('wants what its parent wanted, at once, of agents that the workflow finds', () => {
    expect(jobSchema.parse(retried({ note: 'again' }))).toMatchObject({
      parentJobId: jobId,
      source: { kind: 'retry', reasons: null },
      action: 'upgrade',
      targetVersion: '1.5.0',
      allowDowngrade: true,
      offlineSeconds: 3600,
      artifact,
      note: 'again',
      changeTicket: 'CHG1',
      requestedBy: 'bob',
      plan: { expanded: false },
      asked: { rollout: { canary: 1, bakeSeconds: 60 } },
      rollout: { startAt: null },
    });
  });

  test('takes what is said otherwise', () => {
    const other = { ...artifact, sha256: 'c'.repeat(64) };
    expect(retried({ artifact: other, rollout: { canary: 2 }, reasons: ['DOWNLOAD_FAILED'] })).toMatchObject({
      source: { reasons: ['DOWNLOAD_FAILED'] },
      artifact: other,
      asked: { rollout: { canary: 2 } },
    });
  });

  test('of a job that ended before it had found its agents is that job again', () => {
    const selector = { agentType: 'demo-agent' };
    const plan = { ...parent.plan, expanded: false };
    const given = { ...parent, plan, source: { kind: 'selector', selector } as const };
    expect(retryOf(given, {})).toMatchObject({ source: { kind: 'selector', selector }, parentJobId: jobId });
    expect(retryOf(given, asked({ reasons: ['NOT_STARTED'] }))).toMatchObject({ source: { kind: 'retry' } });
  });

  test('of a rollback is as fast as that', () => {
    const back = retryOf({ ...parent, action: 'rollback' }, asked({ rollout: { concurrency: 5 } }));
    expect(back).toMatchObject({
      action: 'rollback',
      rollout: { concurrency: 5, failureThreshold: '100%', waves: [{ size: '100%', bakeSeconds: 0 }] },
    });
  });
});

describe('a retry is refused', () => {
  test.each<[string, Partial<Job>, readonly AgentResult[], RetryRequest, string, string]>([
    [
      'of a job that runs',
      { phase: 'running' },
      [failed],
      {},
      'WRONG_STATE',
      'The job is running. What can be done with it: pause, cancel, rollback.',
    ],
    ['of a simulated job', { ...done, simulated: true }, [failed], {}, 'SIMULATED_JOB', 'Nothing can be done'],
    ['where nobody failed', done, [result(1)], {}, 'NOTHING_TO_RETRY', 'What can be done with it: rollback.'],
    [
      'where nobody failed for that reason',
      done,
      [failed],
      { reasons: ['DISK_FULL'] },
      'NOTHING_TO_RETRY',
      'for these reasons. What can be done with it: retry.',
    ],
    ['of a rollback, with an artifact', { ...done, action: 'rollback' }, [failed], { artifact }, 'ARTIFACT_UNUSED', ''],
    [
      'of a rollback, with a rollback',
      { ...done, action: 'rollback' },
      [failed],
      asked({ rollout: { onFailure: 'rollback' } }),
      'ROLLBACK_NOT_TAKEN_BACK',
      '',
    ],
  ])('%s', (_sentence, change, results, body, code, words) => {
    expect(() => refuseRetry(job(change), body, results)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });

  test('not where somebody failed, nor where there are too many to look at', () => {
    expect(() => refuseRetry(job(done), {}, [result(1), failed])).not.toThrow();
    expect(() => refuseRetry(job(done), {}, undefined)).not.toThrow();
  });
});

test('reasons that are named twice count once, and there are no more of them than there are reasons', () => {
  const reasons = (count: number) =>
    retryRequestSchema.safeParse({ reasons: Array.from({ length: count }, () => 'DISK_FULL') });
  expect(reasons(3)).toMatchObject({ success: true, data: { reasons: ['DISK_FULL'] } });
  expect(reasons(1_000).success).toBe(false);
});
