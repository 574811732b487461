import { beforeEach, describe, expect, test } from '@jest/globals';
import { jobSpecOf, upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { type Submission, submitUpgrade } from '../../../functions/domain/use-cases/submit-upgrade.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { jobId, later, request } from '../../fixtures.ts';

const otherJobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';
const submission: Submission = {
  id: jobId,
  spec: jobSpecOf(upgradeRequestSchema.parse(request)),
  targets: request.agentUuids,
  fingerprint: 'one',
  requestedBy: 'ann',
  key: 'key-1',
};
const repeat: Submission = { ...submission, id: otherJobId };

let world: MemoryWorld;
beforeEach(() => {
  world = new MemoryWorld();
});
const submit = (given: Submission, ports = world.ports) => submitUpgrade(ports, given, world.now);

describe('submitting an upgrade', () => {
  test('stores the job and starts its workflow under its id', async () => {
    const job = await submit({ ...submission, key: undefined });
    expect(await world.ports.jobs.get(jobId)).toEqual(job);
    expect([...world.workflow.executions]).toEqual([[jobId, 'running']]);
  });

  test('without a key, the same request again is another job', async () => {
    await submit({ ...submission, key: undefined });
    expect((await submit({ ...repeat, key: undefined })).id).toBe(otherJobId);
  });

  test('with the same key, the first job is answered as it is now', async () => {
    const first = await submit(submission);
    await world.ports.jobs.save({ ...first, note: 'meanwhile' });
    world.pass(3600);
    expect(await submit(repeat)).toMatchObject({ id: jobId, createdAt: first.createdAt, note: 'meanwhile' });
    expect([...world.workflow.executions.keys()]).toEqual([jobId]);
  });

  test('of two at once with the same key one job comes out', async () => {
    const jobs = await Promise.all([submit(submission), submit(repeat)]);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  });

  test('with the same key another request is refused, and starts nothing', async () => {
    await submit(submission);
    await expect(submit({ ...repeat, fingerprint: 'two' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await world.ports.jobs.get(otherJobId)).toBeUndefined();
  });

  test('the same key of somebody else is another key', async () => {
    await submit(submission);
    expect((await submit({ ...repeat, requestedBy: 'bob' })).id).toBe(otherJobId);
  });

  test('a day later the key is free again', async () => {
    await submit(submission);
    world.pass(86_400);
    expect((await submit(repeat)).id).toBe(otherJobId);
  });

  test.each([
    [true, true],
    [false, false],
  ])('where jobs are only simulated, one with simulated %s is taken: %s', async (simulated, taken) => {
    const submitting = submit(
      { ...submission, spec: { ...submission.spec, simulated } },
      { ...world.ports, dryRunOnly: true },
    );
    if (taken) expect((await submitting).simulated).toBe(true);
    else await expect(submitting).rejects.toMatchObject({ kind: 'unacceptable', code: 'DRY_RUN_ONLY' });
    expect(world.workflow.executions.size).toBe(taken ? 1 : 0);
  });

  test.each([
    [360, 0, true],
    [360.001, 0, false],
    [361, 0, false],
    [350, 10, true],
    [351, 10, false],
  ])('a job that starts in %d days and whose wave is watched for %d is taken: %s', async (days, baked, taken) => {
    const startAt = later(days * 86_400).toISOString();
    const rollout = { ...submission.spec.rollout, waves: [{ size: 1, bakeSeconds: baked * 86_400 }], startAt };
    const submitting = submit({ ...submission, spec: { ...submission.spec, rollout } });
    if (taken) expect((await submitting).rollout.startAt).toBe(startAt);
    else await expect(submitting).rejects.toMatchObject({ kind: 'unacceptable', code: 'START_TOO_FAR' });
    expect(world.workflow.executions.size).toBe(taken ? 1 : 0);
  });

  test.each([
    ['one wave, which nothing follows', { waves: [{ size: 1 }] }, 360],
    ['a canary, which this deployment watches for a day', { canary: 1 }, 359],
    ['the default plan, of which it watches 17 waves', {}, 343],
    ['the default plan, each wave of which the request has watched for 2 days', { bakeSeconds: 2 * 86_400 }, 326],
  ])('a job with %s starts no later than in %d days', async (_sentence, rollout, days) => {
    const ports = { ...world.ports, bakeSeconds: 86_400 };
    const starting = (startAt: Date) => {
      const body = { ...request, rollout: { ...rollout, startAt: startAt.toISOString() } };
      return submit({ ...submission, spec: jobSpecOf(upgradeRequestSchema.parse(body)) }, ports);
    };
    await expect(starting(later(days * 86_400 + 1))).rejects.toMatchObject({ code: 'START_TOO_FAR' });
    expect((await starting(later(days * 86_400))).phase).toBe('planning');
  });

  test.each(['', 'x'.repeat(256), 'a\nb', 'ü'])('%j is no key', async (key) => {
    await expect(submit({ ...submission, key })).rejects.toMatchObject({
      kind: 'malformed',
      code: 'IDEMPOTENCY_KEY_INVALID',
    });
    expect(world.workflow.executions.size).toBe(0);
  });

  test.each(['remember', 'create', 'start'])(
    'a crash after "%s" is completed by the repeat, as the same job',
    async (last) => {
      let crashed = false;
      const crash = (method: string) => {
        if (crashed) throw new Error('crash');
        crashed = method === last;
      };
      const { requests, jobs, workflow } = world.ports;
      const ports = {
        ...world.ports,
        requests: watched(requests, crash),
        jobs: watched(jobs, crash),
        workflow: watched(workflow, crash),
      };
      await expect(submit(submission, ports)).rejects.toThrow('crash');
      const job = await submit(repeat);
      expect(job.id).toBe(jobId);
      expect((await world.ports.jobs.targetChunks(job)).flatMap(({ targets }) => targets)).toEqual(request.agentUuids);
      expect([...world.workflow.executions.keys()]).toEqual([jobId]);
    },
  );
});
