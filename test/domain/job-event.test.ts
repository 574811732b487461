import { describe, expect, test } from '@jest/globals';
import { eventOf } from '../../functions/domain/job-event.ts';
import { listJobEvents } from '../../functions/domain/use-cases/list-job-events.ts';
import { saveJob } from '../../functions/domain/use-cases/save-job.ts';
import { MemoryJobs } from '../fakes/memory-jobs.ts';
import { job, jobId, later, now } from '../fixtures.ts';

const held = { state: 'held', reason: 'PAUSED', detail: 'Paused by ann.' } as const;

describe('a change of a job', () => {
  test.each([
    [
      'of its phase is an event with the reason',
      { phase: 'running', reason: 'WAVE_RUNNING' },
      { reason: 'WAVE_RUNNING', detail: null },
    ],
    ['of its reason alone is one, too', { reason: 'SCHEDULED' }, { reason: 'SCHEDULED', detail: null }],
    ['of its gate says what the gate says', { gate: held }, { reason: 'PAUSED', detail: 'Paused by ann.' }],
    [
      'of both says what the gate says',
      { gate: held, phase: 'paused', reason: 'PAUSED' },
      { reason: 'PAUSED', detail: 'Paused by ann.' },
    ],
  ] as const)('%s', (_, change, said) => {
    const after = job(change);
    expect(eventOf(job(), after, 'ann', later(5))).toEqual({
      number: 2,
      at: later(5).toISOString(),
      by: 'ann',
      phase: after.phase,
      ...said,
    });
  });

  test('that opens the gate again says so', () => {
    expect(eventOf(job({ gate: held }), job(), 'bob', now)).toMatchObject({ by: 'bob', reason: 'RESUMED' });
  });

  test('that asks for its rollback says who asked, also where the job has ended', () => {
    const rollbackAsked = { by: 'ann', note: null, rollout: null };
    const done = job({ phase: 'done', status: 'success', reason: 'ALL_SUCCEEDED' });
    expect(eventOf(done, { ...done, rollbackAsked }, 'ann', now)).toMatchObject({
      by: 'ann',
      phase: 'done',
      reason: 'ROLLED_BACK',
      detail: 'Rolled back by ann.',
    });
  });

  test.each([
    ['a token', { waitToken: 'token' }],
    ['a count', { pass: { unsettled: 4, parked: 0, idle: 1 } }],
  ])('of no more than %s is no event', (_, change) => {
    expect(eventOf(job(), job(change), null, now)).toBeUndefined();
  });
});

describe('the audit trail', () => {
  const reasons = ['SCHEDULED', 'WAVE_RUNNING', 'BAKING', 'WAVE_RUNNING'] as const;

  async function trail(): Promise<MemoryJobs> {
    const jobs = new MemoryJobs();
    await jobs.create(job(), ['item1']);
    for (const reason of reasons) {
      const before = (await jobs.get(jobId)) ?? job();
      await saveJob(jobs, before, { ...before, reason }, null, now);
    }
    return jobs;
  }

  test('begins with who asked for the job, and has every change in order', async () => {
    const { items, next } = await listJobEvents(await trail(), jobId, null, 1, 100);
    expect(items.map(({ number, by, reason }) => [number, by, reason])).toEqual([
      [1, 'operator@example.com', 'SUBMITTED'],
      ...reasons.map((reason, index) => [index + 2, null, reason]),
    ]);
    expect(next).toBeNull();
  });

  test.each([1, 2, 3, 4, 5])('comes whole in pages of %i', async (limit) => {
    const jobs = await trail();
    const numbers: number[] = [];
    for (let from: number | null = 1; from !== null; ) {
      const page: Awaited<ReturnType<typeof listJobEvents>> = await listJobEvents(jobs, jobId, null, from, limit);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      numbers.push(...page.items.map(({ number }) => number));
      from = page.next;
    }
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
  });

  test('keeps no event of a write that was refused', async () => {
    const jobs = await trail();
    await expect(saveJob(jobs, job(), { ...job(), reason: 'PAUSED' }, 'eve', now)).rejects.toThrow('');
    const { items } = await listJobEvents(jobs, jobId, null, 1, 100);
    expect(items.map(({ reason }) => reason)).toEqual(['SUBMITTED', ...reasons]);
  });
});
