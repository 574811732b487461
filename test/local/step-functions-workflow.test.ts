import { describe, expect, test } from '@jest/globals';
import type { Execution } from '../../local/step-functions/execution.ts';
import type { Json } from '../../local/step-functions/json.ts';
import { type Functions, failing, Harness, requireUsedValid, text } from './step-functions-fixtures.ts';
import { workflow } from './step-functions-workflow-definition.ts';

const JOB = { jobId: 'upgrade-job-1' };
const DAY = 86_400;

/** Answers one after the other, the last one for ever; one that is a function is asked, and may throw. */
function inTurn(...answers: readonly (Json | (() => Json))[]): (payload: Json) => Json {
  let turn = 0;
  return () => {
    const answer = answers[Math.min(turn++, answers.length - 1)] ?? null;
    return typeof answer === 'function' ? answer() : answer;
  };
}

const upgrade = (next: 'upgradeInline' | 'upgradeDistributed', batches: number[], maxConcurrency = 2) => {
  return { next, batches, maxConcurrency, waitSeconds: 1 };
};
const wait = (waitSeconds: number) => ({ next: 'wait', batches: [], maxConcurrency: 1, waitSeconds });
const finish = { next: 'finish', batches: [], maxConcurrency: 1, waitSeconds: 1 };
const settle = (next: string, waitSeconds = 1, polls = 0) => ({ next, waitSeconds, polls });

/** A job of two batches that goes well; tokens are sent back by whoever was given them, 30 s later. */
class Job extends Harness {
  constructor(change: Functions = {}) {
    super(workflow, {
      'plan-rollout': () => ({ next: 'decide' }),
      'decide-next': inTurn(upgrade('upgradeInline', [1, 2]), finish),
      'upgrade-agents': (payload) => this.sendBack(payload, 30),
      'settle-batch': () => settle('done'),
      'wait-until-woken': () => null,
      'finish-job': () => null,
      'fail-job': () => ({ next: 'done' }),
      ...change,
    });
  }

  sendBack(payload: Json, afterSeconds: number): void {
    const token = text(payload, 'token');
    this.clock.schedule(afterSeconds * 1000, () => this.service.sendTaskSuccess(token, '{}'));
  }

  /** Names of the functions in the order of their calls, with the batch where there is one. */
  called(): string[] {
    return this.calls.map(({ name, payload }) => {
      const batch = Reflect.get(Object(payload), 'batch');
      return batch === undefined ? name : `${name} ${batch}`;
    });
  }

  times(name: string): number[] {
    return this.calls.filter((call) => call.name === name).map(({ at }) => at);
  }
}

/** The states of an execution itself in the order in which they were entered. */
const states = ({ history }: Execution) =>
  history.flatMap(({ details }) => details.stateEnteredEventDetails?.name ?? []);

describe('a job', () => {
  test('that goes well plans, decides, upgrades its batches and finishes', async () => {
    const job = new Job({ 'plan-rollout': inTurn({ next: 'plan' }, { next: 'decide' }) });
    const execution = await job.run(JOB);
    expect(execution.status).toBe('SUCCEEDED');
    expect(job.called()).toEqual([
      'plan-rollout',
      'plan-rollout',
      'decide-next',
      'upgrade-agents 1',
      'upgrade-agents 2',
      'settle-batch 1',
      'settle-batch 2',
      'decide-next',
      'finish-job',
    ]);
    expect(job.calls.find(({ name }) => name === 'settle-batch')?.payload).toEqual({ ...JOB, batch: 1, polls: 0 });
    expect(job.seconds()).toBe(30);
    expect(states(execution).at(-1)).toBe('The job is finished');
  });

  test('of many batches runs them as children, whose histories are their own', async () => {
    const batches = Array.from({ length: 200 }, (_, index) => index);
    const decide = inTurn(upgrade('upgradeDistributed', batches, 50), finish);
    const job = new Job({ 'decide-next': decide });
    const execution = await job.run(JOB);
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.history.length).toBeLessThan(40);
    expect(job.times('upgrade-agents').length).toBe(200);
    expect(job.seconds()).toBe(4 * 30);
  });

  test('runs no more batches at the same time than was decided', async () => {
    const job = new Job({ 'decide-next': inTurn(upgrade('upgradeInline', [1, 2, 3, 4, 5], 2), finish) });
    await job.run(JOB);
    expect(job.times('upgrade-agents')).toEqual([0, 0, 30, 30, 60]);
  });

  test('whose events are lost is settled by its timeout and by polling', async () => {
    const job = new Job({
      'decide-next': inTurn(upgrade('upgradeInline', [1]), finish),
      'upgrade-agents': () => null,
      'settle-batch': inTurn(settle('poll', 15, 1), settle('poll', 30, 2), settle('done')),
    });
    expect((await job.run(JOB)).status).toBe('SUCCEEDED');
    expect(job.times('settle-batch')).toEqual([120, 135, 165]);
    const polls = job.calls.filter(({ name }) => name === 'settle-batch').map(({ payload }) => Object(payload).polls);
    expect(polls).toEqual([0, 1, 2]);
  });

  test('sends a batch again when its agents may be tried again', async () => {
    const job = new Job({
      'decide-next': inTurn(upgrade('upgradeInline', [1]), finish),
      'settle-batch': inTurn(settle('send', 60), settle('done')),
    });
    expect((await job.run(JOB)).status).toBe('SUCCEEDED');
    expect(job.times('upgrade-agents')).toEqual([0, 90]);
  });

  test('has the events that its size is planned with', async () => {
    const events = async (batches: number[], ...settles: Json[]) => {
      const decide = inTurn(upgrade('upgradeInline', batches), finish);
      const job = new Job({ 'decide-next': decide, 'settle-batch': inTurn(...settles, settle('done')) });
      return (await job.run(JOB)).history.length;
    };
    const one = await events([1]);
    // An iteration with a token task, a look at it, a Choice and its end.
    expect((await events([1, 2])) - one).toBe(17);
    // Another look costs a Wait, a task and a Choice; to send again the token task as well.
    expect((await events([1], settle('poll'))) - one).toBe(9);
    expect((await events([1], settle('send'))) - one).toBe(15);
  });

  test.each<[why: string, decide: Functions[string]]>([
    ['plan', inTurn({ next: 'nonsense' })],
    ['decision', inTurn({ ...finish, next: 'nonsense' })],
  ])('refuses an unknown %s', async (which, answer) => {
    const job = new Job({ [which === 'plan' ? 'plan-rollout' : 'decide-next']: answer });
    const execution = await job.run(JOB);
    expect(execution.failure?.error).toBe('JobFailed');
    expect(job.calls.at(-1)).toMatchObject({
      name: 'fail-job',
      payload: { ...JOB, error: { Error: 'UnknownAnswer' } },
    });
  });

  test('leaves a batch with an unknown answer to the next pass', async () => {
    const job = new Job({ 'settle-batch': inTurn(settle('nonsense'), settle('done')) });
    expect((await job.run(JOB)).status).toBe('SUCCEEDED');
  });

  describe('that waits', () => {
    test('goes on when it is woken', async () => {
      const job: Job = new Job({
        'decide-next': inTurn(wait(DAY), finish),
        'wait-until-woken': (payload) => job.sendBack(payload, 3_600),
      });
      expect((await job.run(JOB)).status).toBe('SUCCEEDED');
      expect(job.times('decide-next')).toEqual([0, 3_600]);
    });

    test('decides anew each day when nobody wakes it', async () => {
      const job = new Job({ 'decide-next': inTurn(wait(DAY), wait(DAY), wait(DAY), finish) });
      expect((await job.run(JOB)).status).toBe('SUCCEEDED');
      expect(job.times('decide-next')).toEqual([0, DAY, 2 * DAY, 3 * DAY]);
      expect(job.seconds()).toBe(3 * DAY);
    });

    test('is woken even before it has said where its token is', async () => {
      const job: Job = new Job({
        'decide-next': inTurn(wait(DAY), finish),
        'wait-until-woken': (payload) => job.service.sendTaskSuccess(text(payload, 'token'), '{}'),
      });
      expect((await job.run(JOB)).status).toBe('SUCCEEDED');
      expect(job.seconds()).toBe(0);
    });

    test('fails when it cannot store its token, after all retries', async () => {
      const job = new Job({
        'decide-next': inTurn(wait(DAY)),
        'wait-until-woken': failing(99, () => new Error('no table')),
      });
      expect((await job.run(JOB)).failure?.error).toBe('JobFailed');
      expect(job.times('wait-until-woken')).toEqual([0, 2, 6, 14, 30, 62]);
    });
  });

  describe('whose functions fail', () => {
    const broken = (times: number, answer: Json = null) => failing(times, () => new Error('throttled'), answer);

    test.each<[name: string, answer: Json, calls: number]>([
      ['plan-rollout', { next: 'decide' }, 3],
      ['decide-next', finish, 3],
      ['upgrade-agents', null, 4],
      ['settle-batch', settle('done'), 4],
      ['finish-job', null, 3],
    ])('for a moment goes on: %s', async (name, answer, calls) => {
      const job = new Job({ [name]: broken(2, answer) });
      expect((await job.run(JOB)).status).toBe('SUCCEEDED');
      expect(job.times(name).length).toBe(calls);
    });

    test.each(['plan-rollout', 'decide-next', 'finish-job'])('for good fails the job: %s', async (name) => {
      const job = new Job({ [name]: broken(99) });
      expect(await job.run(JOB)).toMatchObject({ status: 'FAILED', failure: { error: 'JobFailed' } });
      expect(job.times(name)).toHaveLength(6);
      expect(job.calls.at(-1)).toMatchObject({ name: 'fail-job', payload: { ...JOB, error: { Error: 'Error' } } });
    });

    test.each(['upgradeInline', 'upgradeDistributed'] as const)('in one batch harms no other: %s', async (mode) => {
      const job: Job = new Job({
        'decide-next': inTurn(upgrade(mode, [1, 2, 3], 3), finish),
        'upgrade-agents': (payload) => {
          if (Object(payload).batch === 2) throw new Error('no');
          job.sendBack(payload, 30);
        },
        'settle-batch': (payload) => {
          if (Object(payload).batch === 2) throw new Error('no');
          return settle('done');
        },
      });
      expect((await job.run(JOB)).status).toBe('SUCCEEDED');
      const settled = job.called().filter((call) => call.startsWith('settle-batch'));
      expect(settled.filter((call) => call !== 'settle-batch 2')).toEqual(['settle-batch 1', 'settle-batch 3']);
      expect(settled.filter((call) => call === 'settle-batch 2')).toHaveLength(6);
    });

    test('waits for its last batches before it ends', async () => {
      const job = new Job({
        'decide-next': broken(99),
        'fail-job': inTurn({ next: 'poll' }, { next: 'poll' }, { next: 'done' }),
      });
      expect((await job.run(JOB)).failure?.error).toBe('JobFailed');
      expect(job.times('fail-job')).toEqual([62, 77, 92]);
    });

    test('even to fail for most of a day ends, and the execution says so', async () => {
      const job = new Job({ 'decide-next': broken(99), 'fail-job': broken(999) });
      expect(await job.run(JOB)).toMatchObject({ status: 'FAILED', failure: { error: 'Error' } });
      expect(job.times('fail-job')).toHaveLength(291);
      // 62 s of deciding, then 5 to 160 s and 284 times 300 s.
      expect(job.seconds()).toBe(62 + 315 + 284 * 300);
    });
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
