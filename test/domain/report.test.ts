import { describe, expect, test } from '@jest/globals';
import { type Batch, end, nextAttempt, start, updateAgents } from '../../functions/domain/batch.ts';
import { estimateOf } from '../../functions/domain/estimate.ts';
import type { Job } from '../../functions/domain/job.ts';
import type { AgentReasonCode } from '../../functions/domain/reasons.ts';
import { reportedAgents, reportOf } from '../../functions/domain/report.ts';
import type { AgentResult } from '../../functions/domain/results.ts';
import { batch, job, later, now, plannedJob, result } from '../fixtures.ts';

const at = (seconds: number) => later(seconds).toISOString();

/** Two waves, the first of one agent and the second of three; the second was not good to everybody. */
const done: Job = {
  ...plannedJob(4, {}, [1, 3]),
  phase: 'done',
  status: 'failed',
  reason: 'SOME_FAILED',
  completedAt: at(600),
  note: 'a leak',
  changeTicket: 'CHG1',
  approved: { by: 'bob', at: at(5) },
};
const results: readonly AgentResult[] = [
  result(1),
  result(2, {
    status: 'failed',
    reason: 'DISK_FULL',
    error: 'The node has too little free disk.',
    newVersion: '1.4.2',
  }),
  result(3, { status: 'excluded', reason: 'NODE_TERMINATED', newVersion: null }),
  result(4, { reason: 'ALREADY_CURRENT', oldVersion: '1.5.0' }),
];

/** A batch of one agent that was sent and ended. */
const settled = (number: number, begun: number, over: number, reason: AgentReasonCode = 'UPGRADED'): Batch => ({
  ...updateAgents(batch(1, { number }), (agent) => end(start(agent), { reason })),
  state: 'settled',
  begunAt: at(begun),
  settledAt: at(over),
});
const batches = [settled(0, 10, 60), settled(1, 370, 400, 'DISK_FULL'), settled(2, 365, 420), settled(3, 380, 410)];

const report = (change: Partial<Job> = {}, stored: readonly Batch[] = batches) =>
  reportOf({ ...done, ...change }, results, stored, later(9_999));

describe('the report of a job', () => {
  test('says what was asked for, by whom, who approved, and how it ended', () => {
    expect(report()).toMatchObject({
      jobId: done.id,
      final: true,
      reportedAt: at(9_999),
      targetVersion: '1.5.0',
      status: 'failed',
      reason: 'SOME_FAILED',
      requestedBy: 'operator@example.com',
      approved: { by: 'bob', at: at(5) },
      changeTicket: 'CHG1',
      note: 'a leak',
      createdAt: at(0),
      completedAt: at(600),
      durationSeconds: 600,
    });
  });

  test('counts the agents; those whose nodes are gone stand beside the total', () => {
    expect(report().totals).toEqual({
      total: 3,
      succeeded: 2,
      failed: 1,
      skipped: 1,
      running: 0,
      pending: 0,
      excluded: 1,
    });
  });

  test('counts the reasons, the most frequent first, and says what they mean', () => {
    const found = reportOf(done, [...results, result(5)], batches, now).reasons;
    expect(found.map(({ reason, agents }) => [reason, agents])).toEqual([
      ['UPGRADED', 2],
      ['ALREADY_CURRENT', 1],
      ['DISK_FULL', 1],
      ['NODE_TERMINATED', 1],
    ]);
    expect(found[2]?.sentence).toBe('The node has too little free disk.');
  });

  test('goes through the waves, each with its agents and its times', () => {
    expect(report().waves).toEqual([
      { number: 1, agents: 1, succeeded: 1, failed: 0, excluded: 0, bakeSeconds: 0, begunAt: at(10), endedAt: at(60) },
      {
        number: 2,
        agents: 2,
        succeeded: 1,
        failed: 1,
        excluded: 1,
        bakeSeconds: 0,
        begunAt: at(365),
        endedAt: at(420),
      },
    ]);
  });

  test('of a job that is under way is not final, and lasts until now', () => {
    const running = { phase: 'running', status: 'running', completedAt: null } as const;
    expect(report(running)).toMatchObject({ final: false, durationSeconds: 9_999 });
  });

  test('gives the words of a gate that is shut', () => {
    expect(report({ gate: { state: 'closed', reason: 'CANCELLED', detail: 'Cancelled by ann.' } }).detail).toBe(
      'Cancelled by ann.',
    );
  });

  test('of a job that has not found its agents knows no waves', () => {
    const given = job({ plan: { ...job().plan, expanded: false } });
    expect(reportOf(given, [], [], now)).toMatchObject({ waves: [], totals: { total: 0 }, reasons: [] });
    expect(reportedAgents(given, [result(1)], 0, 9)).toMatchObject([{ wave: null }]);
  });

  test('names of each agent the wave, also behind the first page', () => {
    const waves = (offset: number, limit: number) =>
      reportedAgents(done, results, offset, limit).map(({ agentUuid, wave }) => [agentUuid, wave]);
    expect(waves(0, 2)).toEqual([
      ['item1', 1],
      ['item2', 2],
    ]);
    expect(waves(2, 9)).toEqual([
      ['item3', 2],
      ['item4', 2],
    ]);
  });
});

describe('a wave', () => {
  const [first, ...others] = batches;
  const underWay: Batch = { ...settled(1, 370, 0), state: 'sent', settledAt: null };
  const running = { phase: 'running', completedAt: null } as const;
  const second = (change: Partial<Job>, stored: readonly (Batch | undefined)[]) => {
    const wave = report(
      change,
      stored.flatMap((each) => each ?? []),
    ).waves[1];
    return [wave?.begunAt, wave?.endedAt];
  };

  test.each<[string, Partial<Job>, readonly (Batch | undefined)[], unknown]>([
    ['that has not begun has no times', running, [first, batch(1, { number: 1 })], [null, null]],
    ['that runs has begun and not ended', running, [first, underWay, ...others.slice(1)], [at(365), null]],
    ['that was cut off ended with its job', {}, [first, underWay, ...others.slice(1)], [at(365), at(600)]],
    [
      'whose nodes are being asked at the end of its bake was over before',
      running,
      [first, ...others.map((each) => ({ ...each, state: 'verifying' }) as const)],
      [at(365), at(420)],
    ],
  ])('%s', (_sentence, change, stored, expected) => {
    expect(second(change, stored)).toEqual(expected);
  });
});

describe('what a job cost', () => {
  const one = { ...plannedJob(1), phase: 'done', completedAt: at(60) } as const;
  const cost = (given: Job, stored: readonly Batch[]) => reportOf(given, [], stored, now).cost;
  const bakes = [
    { size: 1, bakeSeconds: 300 },
    { size: 3, bakeSeconds: 0 },
  ];
  const baked = { ...done, rollout: { ...done.rollout, waves: bakes } };
  const again = (each: Batch): Batch => ({ ...updateAgents(nextAttempt(each), start), state: 'settled' });

  test.each<[string, Job, readonly Batch[], number, number, number]>([
    ['one agent: one wave, one pass', one, [settled(0, 1, 2)], 13, 9, 8],
    ['another attempt: one more pass', one, [again(settled(0, 1, 2))], 17, 18, 11],
    ['nobody was sent: the job alone', one, [batch(1)], 6, 0, 4],
    ['a parked batch: only the pass before', one, [nextAttempt(settled(0, 1, 2))], 13, 9, 8],
    ['two waves of one and three', done, batches, 6 + 2 * 3 + 4 * 4, 36, 4 + 2 + 4 * 3],
    [
      'a bake between them, at whose end the nodes were asked',
      baked,
      batches.map((each) => ({ ...each, verified: each.number === 0 })),
      6 + 2 * 3 + 4 * 4 + 6 + 7,
      36,
      4 + 2 + 4 * 3 + 3 + 4,
    ],
    ['a bake that has not begun', baked, [...batches.slice(0, 1), batch(1, { number: 1 })], 6 + 3 + 4, 9, 4 + 1 + 3],
    [
      'a bake that is under way',
      { ...baked, bake: { wave: 0, until: at(360) } },
      [...batches.slice(0, 1), batch(1, { number: 1 })],
      6 + 3 + 4 + 6,
      9,
      4 + 1 + 3 + 3,
    ],
  ])('%s', (_sentence, given, stored, transitions, writeUnits, calls) => {
    const found = cost(given, stored);
    expect([found.stepFunctions.transitions, found.dynamoDb.writeUnits, found.lambda.calls]).toEqual([
      transitions,
      writeUnits,
      calls,
    ]);
  });

  test('is what was estimated, where every batch was settled at its first attempt', () => {
    const verified = batches.map((each) => ({ ...each, verified: each.number === 0 }));
    const planned = Array.from({ length: 4 }, (_, number) => batch(1, { number }));
    expect(cost(baked, verified).usd).toBe(estimateOf({ ...baked, simulated: true }, planned)?.costUsd);
  });

  test('is in dollars, at prices whose source and date it names', () => {
    const { usd, stepFunctions, dynamoDb, lambda, transfer, prices, region } = cost(one, [settled(0, 1, 2)]);
    expect(stepFunctions.usd).toBeCloseTo(13 * 25e-6, 6);
    expect(dynamoDb.usd).toBeCloseTo(9 * 0.625e-6 + 3 * 0.125e-6, 6);
    expect(lambda.usd).toBeCloseTo(8 * (0.2e-6 + 0.25 * 13.3334e-6), 6);
    expect(usd).toBeCloseTo(stepFunctions.usd + dynamoDb.usd + lambda.usd, 5);
    expect([transfer, region]).toEqual([null, 'us-east-1']);
    for (const { source, asOf } of Object.values(prices)) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing\//);
      expect(asOf).toMatch(/^20\d\d(-\d\d)?$/);
    }
  });
});
