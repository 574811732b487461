import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closeGate, jobSchema } from '../../functions/domain/job.ts';
import { newJob } from '../../functions/domain/new-job.ts';
import { plannedWaves } from '../../functions/domain/rollout-request.ts';
import { jobSpecOf, MOST_TARGETS, upgradeRequestSchema } from '../../functions/domain/upgrade-request.ts';
import { bakeSeconds, job, jobId, now, request } from '../fixtures.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `item${index}`);

describe('a request to upgrade', () => {
  test.each([
    ['a JSON array', ['item1', 'item2'], ['item1', 'item2']],
    ['one comma-separated string', 'item1,item2', ['item1', 'item2']],
    ['spaces around the commas', ' item1 , item2 ', ['item1', 'item2']],
    ['duplicates, once each', ['item1', 'item2', 'item1'], ['item1', 'item2']],
    [
      'a derived agentUuid',
      ['demo-agent:111122223333:eu-west-1:i-0abc1234'],
      ['demo-agent:111122223333:eu-west-1:i-0abc1234'],
    ],
    ['the most agents, not counting duplicates', [...ids(MOST_TARGETS), 'item0'], ids(MOST_TARGETS)],
  ])('takes %s', (_sentence, agentUuids, expected) => {
    expect(upgradeRequestSchema.parse({ ...request, agentUuids }).agentUuids).toEqual(expected);
  });

  test.each([
    [undefined, false, false],
    [undefined, true, true],
    [false, true, false],
    [true, false, true],
  ])('that says %p of downgrades where the deployment says %p means %p', (said, deployed, meant) => {
    const asked = upgradeRequestSchema.parse({ ...request, ...(said !== undefined && { allowDowngrade: said }) });
    expect(jobSpecOf(asked, deployed).allowDowngrade).toBe(meant);
  });

  test.each([
    ['no agents', { agentUuids: [] }],
    ['an empty string', { agentUuids: '' }],
    ['an empty place in the list', { agentUuids: 'item1,,item2' }],
    ['one agent too many', { agentUuids: ids(MOST_TARGETS + 1) }],
    ['a slash', { agentUuids: ['a/b'] }],
    ['a newline', { agentUuids: ['a\n'] }],
    ['a number as agent', { agentUuids: [1] }],
    ['no list', { agentUuids: { item1: true } }],
    ['a shell metacharacter in the version', { targetVersion: '1.5.0;id' }],
    ['a number as version', { targetVersion: 1.5 }],
    ['an unknown property', { force: true }],
    ['an unknown property of the rollout', { rollout: { canaries: 1 } }],
    ['a concurrency of 0', { rollout: { concurrency: 0 } }],
    ['a concurrency of 0%', { rollout: { concurrency: '0%' } }],
    ['a tag limit of nobody', { rollout: { concurrencyPerTag: { tag: 'site', max: 0 } } }],
    ['a tag limit in percent', { rollout: { concurrencyPerTag: { tag: 'site', max: '10%' } } }],
    ['a tag limit without a tag', { rollout: { concurrencyPerTag: { tag: '', max: 1 } } }],
    ['a wave of nobody', { rollout: { waves: [{ size: 0 }] } }],
    ['a percent over 100', { rollout: { canary: '101%' } }],
    ['a percent a little over 100', { rollout: { failureThreshold: '100.001%' } }],
    ['a canary of 0.0%', { rollout: { canary: '0.0%' } }],
    ['a wave of 0.000%', { rollout: { waves: [{ size: '0.000%' }] } }],
    ['a concurrency of 00%', { rollout: { concurrency: '00%' } }],
    ['waves and a canary', { rollout: { canary: 1, waves: [{ size: 1 }] } }],
    [
      'bakes of 181 days',
      {
        rollout: {
          waves: Array.from({ length: 7 }, (_, index) => ({ size: 1, bakeSeconds: (index === 0 ? 1 : 30) * 86_400 })),
        },
      },
    ],
    ['a bake of 11 days for each wave of the default plan', { rollout: { bakeSeconds: 11 * 86_400 } }],
    ['a bake beside waves', { rollout: { bakeSeconds: 60, waves: [{ size: 1 }] } }],
    ['a negative threshold', { rollout: { failureThreshold: -1 } }],
    ['a start after the year 9999', { rollout: { startAt: '9999-12-31T23:59:59-01:00' } }],
    ['a planHash that is none', { planHash: 'abc' }],
    ['a planHash of a simulated job', { planHash: 'a'.repeat(64), simulated: true }],
    ['a word for simulated', { simulated: 'yes' }],
    ['an offline policy that is none', { offline: 'later' }],
    ['a wait of 0 hours', { offline: { waitHours: 0 } }],
    ['a wait of 49 hours', { offline: { waitHours: 49 } }],
    ['a start without a time zone', { rollout: { startAt: '2026-01-15T08:00:00' } }],
  ])('refuses %s', (_sentence, change) => {
    expect(upgradeRequestSchema.safeParse({ ...request, ...change }).success).toBe(false);
  });
});

describe('a change ticket', () => {
  const parsed = (changeTicket: string) => upgradeRequestSchema.safeParse({ ...request, changeTicket });

  test.each([
    ['CHG0031337', 'CHG0031337'],
    [' CHG 42 (Größe) ', 'CHG 42 (Größe)'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['😀'.repeat(100), '😀'.repeat(100)],
  ])('may be %p', (given, kept) => {
    expect(parsed(given).data?.changeTicket).toBe(kept);
  });

  test.each([
    ['nothing', ''],
    ['spaces alone', '   '],
    ['101 characters', 'x'.repeat(101)],
    ['two lines', 'CHG1\nCHG2'],
    ['a tab', 'CHG1\tCHG2'],
    ['a line separator', 'CHG1\u2028CHG2'],
    ['a character that turns the others round', 'CHG1\u202eCHG2'],
    ['a character that nobody sees', 'CHG\u200b1'],
    ['half a character', 'CHG\ud83d'],
  ])('is not %s', (_sentence, given) => {
    expect(parsed(given).success).toBe(false);
  });

  test('is kept with the job, and a job that was stored before there were any has none', () => {
    const spec = jobSpecOf(upgradeRequestSchema.parse({ ...request, changeTicket: 'CHG1' }));
    const { changeTicket, ...older } = newJob(jobId, spec, 'somebody', bakeSeconds, now);
    expect(changeTicket).toBe('CHG1');
    expect(jobSchema.parse(older).changeTicket).toBeNull();
  });
});

describe('a new job', () => {
  test.each([
    ['nothing said', {}, 0],
    ['fail', { offline: 'fail' }, 0],
    ['wait, as long as is possible', { offline: 'wait' }, 48 * 3600],
    ['wait for some hours', { offline: { waitHours: 3 } }, 3 * 3600],
  ])('waits for nodes that are offline: %s', (_sentence, change, seconds) => {
    const { offlineSeconds } = jobSpecOf(upgradeRequestSchema.parse({ ...request, ...change }));
    expect(offlineSeconds).toBe(seconds);
  });

  test.each([
    [undefined, 'upgrade'],
    [false, 'upgrade'],
    [true, 'reinstall'],
  ])('reinstall %s: its action is %s', (reinstall, action) => {
    expect(jobSpecOf(upgradeRequestSchema.parse({ ...request, reinstall })).action).toBe(action);
  });

  test('is pending, open, and starts its workflow under its own id', () => {
    expect(newJob(jobId, jobSpecOf(upgradeRequestSchema.parse(request)), 'somebody', bakeSeconds, now)).toMatchObject({
      id: jobId,
      status: 'pending',
      phase: 'planning',
      createdAt: '2026-01-15T08:00:00.000Z',
      completedAt: null,
      gate: { state: 'open' },
      execution: { name: jobId, restarts: 0 },
    });
  });

  test.each([
    ['as it was asked for', { concurrencyPerTag: { tag: 'site', max: 2 } }, { tag: 'site', max: 2 }],
    ['none unless it is asked for', {}, null],
  ])('has a limit for each value of a tag: %s', (_sentence, rollout, expected) => {
    const parsed = upgradeRequestSchema.parse({ ...request, rollout });
    const made = newJob(jobId, jobSpecOf(parsed), 'somebody', bakeSeconds, now);
    expect(made.rollout.concurrencyPerTag).toEqual(expected);
    expect(jobSchema.parse(made)).toEqual(made);
  });

  test.each([
    [{}, { simulated: false, citedPlan: null, planHash: null }],
    [{ simulated: true }, { simulated: true, citedPlan: null, planHash: null }],
    [{ planHash: 'a'.repeat(64) }, { simulated: false, citedPlan: 'a'.repeat(64), planHash: null }],
  ])('of a request with %j knows %j', (change, expected) => {
    const spec = jobSpecOf(upgradeRequestSchema.parse({ ...request, ...change }));
    expect(newJob(jobId, spec, 'somebody', bakeSeconds, now)).toMatchObject(expected);
  });

  test('writes its start in UTC', () => {
    const startAt = '2026-01-15T10:00:00+02:00';
    const parsed = upgradeRequestSchema.parse({ ...request, rollout: { startAt } });
    expect(newJob(jobId, jobSpecOf(parsed), 'somebody', bakeSeconds, now).rollout.startAt).toBe(
      '2026-01-15T08:00:00.000Z',
    );
  });
});

describe('waves', () => {
  const wavesOf = (rollout: object, targets: number) =>
    plannedWaves(upgradeRequestSchema.parse({ ...request, rollout }).rollout, targets, bakeSeconds);

  test.each<[string, object, number, number[]]>([
    ['none asked for: a canary, then twice as many each time', {}, 12, [1, 2, 4, 5]],
    ['none asked for one agent: one', {}, 1, [1]],
    ['none asked for 10,000: a canary of 10', {}, 10_000, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 4890]],
    ['a canary and the rest', { canary: 1 }, 12, [1, 11]],
    ['a percent is rounded up', { canary: '1%' }, 12, [1, 11]],
    ['7% of 100 are 7', { canary: '7%' }, 100, [7, 93]],
    ['a canary of all', { canary: '100%' }, 3, [3]],
    ['sizes that add up', { waves: [{ size: 2 }, { size: '50%' }, { size: 4 }] }, 12, [2, 6, 4]],
    ['sizes that leave some: one more wave', { waves: [{ size: 2 }, { size: 3 }] }, 12, [2, 3, 7]],
    [
      'sizes over the fleet: cut, and none is empty',
      { waves: [{ size: 10 }, { size: 10 }, { size: 10 }] },
      12,
      [10, 2],
    ],
  ])('%s', (_sentence, rollout, targets, sizes) => {
    expect(wavesOf(rollout, targets).map(({ size }) => size)).toEqual(sizes);
  });

  test('whatever is asked for, every agent is in exactly one wave and no wave is empty', () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
    );
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 10_000 }),
        (sizes, targets) => {
          const planned = wavesOf({ waves: sizes.map((each) => ({ size: each })) }, targets).map((wave) => wave.size);
          expect(Math.min(...planned)).toBeGreaterThan(0);
          expect(planned.reduce((sum, each) => sum + each, 0)).toBe(targets);
        },
      ),
    );
  });
});

test('a job from before vanished agents were counted is read all the same', () => {
  const { vanished: _vanished, ...forgiven } = job().forgiven;
  expect(jobSchema.parse({ ...job(), forgiven })).toEqual(job());
});

test('a gate that is closed keeps its first reason', () => {
  const closed = closeGate(job(), 'WORKFLOW_LOST', 'first');
  expect(closed.gate).toEqual({ state: 'closed', reason: 'WORKFLOW_LOST', detail: 'first' });
  expect(closeGate(closed, 'WORKFLOW_FAILED', 'second')).toBe(closed);
});
