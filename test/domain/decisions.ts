import { type Batch, end, start, updateAgents } from '../../functions/domain/batch.ts';
import type { Decision, Facts } from '../../functions/domain/decide.ts';
import { closeGate, holdGate, type Job } from '../../functions/domain/job.ts';
import type { Window } from '../../functions/domain/window.ts';
import { batch, job, later, now, pace, parkedBatch, plannedJob } from '../fixtures.ts';

/*
 * What a job does next, situation by situation. decide.test.ts holds `decideNext` to it, and docs/deciding.md shows it.
 */

export const facts = (stored: readonly Batch[], reachable: readonly number[] = []): Facts => ({
  batches: stored,
  parentHasEnded: true,
  freeze: null,
  deprecation: null,
  alarm: null,
  reachable: new Set(reachable),
  pace,
});

export const batches = (...states: Batch['state'][]) => states.map((state, number) => batch(1, { number, state }));
const closed = (of: Job) => closeGate(of, 'WORKFLOW_LOST', 'why');
const held = (of: Job) => holdGate(of, 'PAUSED', 'why');
const twoWaves = plannedJob(4, {}, [2, 2]);
const rollout = (change: Partial<Job['rollout']>, waves?: readonly number[]) => {
  const planned = plannedJob(waves === undefined ? 1 : 4, {}, waves);
  return { ...planned, rollout: { ...planned.rollout, ...change } };
};
export const simulated = (change: Partial<Job['rollout']>) => ({ ...rollout(change, [2, 2]), simulated: true });
export const scheduled = rollout({ startAt: later(3600).toISOString() });
const baking = rollout(
  {
    waves: [
      { size: 2, bakeSeconds: 600 },
      { size: 2, bakeSeconds: 0 },
    ],
  },
  [2, 2],
);
const firstWaveDone = batches('settled', 'settled', 'planned', 'planned');

/** The first wave is over: one of its two agents failed. */
const oneFailed = firstWaveDone.map((each) =>
  each.state !== 'settled'
    ? each
    : updateAgents(each, (agent) =>
        end(start(agent), { reason: each.number === 0 ? 'CHECKSUM_MISMATCH' : 'UPGRADED' }),
      ),
);

/** It is 08:00 UTC on a Thursday. */
const nights: Window = { days: ['thu', 'fri'], start: '22:00', durationMinutes: 120, timeZone: 'UTC' };

/** It waits for nodes for 10 hours. */
export const patient = (of: Job): Job => ({ ...of, offlineSeconds: 36_000 });
export const ago = (seconds: number): Date => later(-seconds);
const settled = (number: number) => batch(1, { number, state: 'settled' });
const planned = (number: number) => batch(1, { number });

/** In words, the job, what is known of the world, and what is decided at `now`. */
export type Situation = readonly [string, Job, Facts, Decision];

const ordinary: readonly [string, Job, Batch[], Decision][] = [
  [
    'nothing is sent: upgrade all',
    plannedJob(2),
    batches('planned', 'planned'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0, 1] },
  ],
  [
    'some are settled: the others',
    plannedJob(2),
    batches('settled', 'planned'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
  ],
  [
    'one was left under way: taken up again',
    plannedJob(2),
    batches('settled', 'sent'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
  ],
  [
    'all are settled: finish',
    plannedJob(2),
    batches('settled', 'settled'),
    { next: 'finish', reason: 'ALL_SUCCEEDED' },
  ],
  [
    'there is no batch at all: finish',
    plannedJob(0, { targetCount: 1 }),
    [],
    { next: 'finish', reason: 'ALL_SUCCEEDED' },
  ],
  [
    'the first wave runs: the second waits',
    twoWaves,
    batches('settled', 'planned', 'planned', 'planned'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
  ],
  [
    'the first wave is settled: the second runs',
    twoWaves,
    batches('settled', 'settled', 'planned', 'planned'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
  ],
  [
    'the start is later: wait',
    scheduled,
    batches('planned'),
    { next: 'wait', reason: 'SCHEDULED', until: later(3600) },
  ],
  [
    'the gate is closed and nothing was sent: finish',
    closed(plannedJob(2)),
    batches('planned', 'planned'),
    { next: 'finish', reason: 'WORKFLOW_LOST' },
  ],
  [
    'the gate is closed: only what was sent is followed',
    closed(plannedJob(3)),
    batches('planned', 'sent', 'claimed'),
    { next: 'upgrade', reason: 'SETTLING', batches: [1, 2] },
  ],
  [
    'the window is closed: wait until it opens',
    rollout({ window: nights }),
    batches('planned'),
    { next: 'wait', reason: 'WINDOW_CLOSED', until: later(14 * 3600) },
  ],
  [
    'the window is closed: only what was sent is followed',
    rollout({ window: nights }, [4]),
    batches('sent', 'planned', 'planned', 'planned'),
    { next: 'upgrade', reason: 'SETTLING', batches: [0] },
  ],
  [
    'the window is closed and all are settled: finish',
    rollout({ window: nights }),
    batches('settled'),
    { next: 'finish', reason: 'ALL_SUCCEEDED' },
  ],
  [
    'the window is open: go on',
    rollout({ window: { ...nights, start: '07:59' } }),
    batches('planned'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0] },
  ],
  [
    'the gate is held and nothing is under way: wait a day for somebody',
    held(plannedJob(2)),
    batches('planned', 'settled'),
    { next: 'wait', reason: 'PAUSED', until: later(86_400) },
  ],
  [
    'the gate is held: only what was sent is followed',
    held(plannedJob(2)),
    batches('planned', 'sent'),
    { next: 'upgrade', reason: 'SETTLING', batches: [1] },
  ],
  [
    'the first wave is settled and to be watched: wait',
    baking,
    firstWaveDone,
    { next: 'wait', reason: 'BAKING', until: later(600), wave: 0 },
  ],
  [
    'it is being watched: wait for what is left',
    { ...baking, bake: { wave: 0, until: later(60).toISOString() } },
    firstWaveDone,
    { next: 'wait', reason: 'BAKING', until: later(60), wave: 0 },
  ],
  [
    'it was watched long enough: the second runs',
    { ...baking, bake: { wave: 0, until: now.toISOString() } },
    firstWaveDone,
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
  ],
  [
    'the second has begun: no bake stops it',
    baking,
    batches('settled', 'settled', 'settled', 'planned'),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [3] },
  ],
  [
    'the last wave is not watched: finish',
    baking,
    batches('settled', 'settled', 'settled', 'settled'),
    { next: 'finish', reason: 'ALL_SUCCEEDED' },
  ],
  [
    'the first wave had a failure too many: stop',
    rollout({ canaryThreshold: '49%' }, [2, 2]),
    oneFailed,
    { next: 'stop', reason: 'FAILURE_THRESHOLD', crossing: { finished: 2, failed: 1, threshold: '49%' } },
  ],
  [
    'the first wave had as many failures as are borne: go on',
    rollout({ canaryThreshold: '50%' }, [2, 2]),
    oneFailed,
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
  ],
  [
    'its failures were forgiven by a resume: go on',
    { ...rollout({ canaryThreshold: 0 }, [2, 2]), forgiven: { finished: 2, failed: 1, vanished: 0 } },
    oneFailed,
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
  ],
  [
    'simulated: everything at once, whatever a real job would wait for',
    simulated({ waves: baking.rollout.waves, startAt: later(60).toISOString(), window: nights, approval: 'start' }),
    batches('settled', 'settled', 'planned', 'planned'),
    { next: 'upgrade', reason: 'SIMULATING', batches: [2, 3] },
  ],
  [
    'simulated, and all are settled: finish, without a bake',
    simulated({ waves: baking.rollout.waves }),
    batches('settled', 'settled', 'settled', 'settled'),
    { next: 'finish', reason: 'SIMULATED' },
  ],
  [
    'simulated and cancelled: finish',
    closed(simulated({})),
    batches('settled', 'planned', 'planned', 'planned'),
    { next: 'finish', reason: 'WORKFLOW_LOST' },
  ],
  [
    'the gate closed before the plan was complete: finish',
    closed(job()),
    [],
    { next: 'finish', reason: 'WORKFLOW_LOST' },
  ],
  [
    'the gate closed while the job waited for its start: finish',
    closed(scheduled),
    batches('planned'),
    { next: 'finish', reason: 'WORKFLOW_LOST' },
  ],
];

const withOfflineNodes: readonly [string, Job, Batch[], number[], Decision][] = [
  [
    'only they are left: look again in 15 minutes',
    plannedJob(2),
    [settled(0), parkedBatch(1)],
    [],
    { next: 'wait', reason: 'WAITING_FOR_NODES', until: later(900) },
  ],
  [
    'the wait for one of them ends before that: look again then',
    plannedJob(2),
    [parkedBatch(0), parkedBatch(1, ago(36_000 - 60))],
    [],
    { next: 'wait', reason: 'WAITING_FOR_NODES', until: later(60) },
  ],
  [
    'one is back: it is sent, the other is not',
    plannedJob(2),
    [parkedBatch(0, ago(300)), parkedBatch(1, ago(300))],
    [1],
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
  ],
  [
    'one is back that was found offline not five minutes ago: it comes and goes, so it is left alone',
    plannedJob(1),
    [parkedBatch(0, ago(3600), ago(299))],
    [0],
    { next: 'wait', reason: 'WAITING_FOR_NODES', until: later(900) },
  ],
  [
    'the wait is over, back or not: sending ends it',
    plannedJob(1),
    [parkedBatch(0, ago(36_000), ago(10))],
    [],
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0] },
  ],
  [
    'the next wave does not wait for them',
    twoWaves,
    [settled(0), parkedBatch(1), planned(2), planned(3)],
    [],
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
  ],
  [
    'one of an earlier wave is back: it is sent beside the wave that runs',
    twoWaves,
    [settled(0), parkedBatch(1, ago(300)), settled(2), planned(3)],
    [1],
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [3, 1] },
  ],
  [
    'the wave is watched for its time all the same',
    baking,
    [settled(0), parkedBatch(1, ago(300)), planned(2), planned(3)],
    [1],
    { next: 'wait', reason: 'BAKING', until: later(600), wave: 0 },
  ],
  [
    'a wave that found its first node offline has begun: no bake stops it',
    baking,
    [settled(0), settled(1), parkedBatch(2), planned(3)],
    [],
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [3] },
  ],
  [
    'the window is closed: nobody is sent, back or not',
    rollout({ window: nights }),
    [parkedBatch(0, ago(36_000))],
    [0],
    { next: 'wait', reason: 'WINDOW_CLOSED', until: later(14 * 3600) },
  ],
  [
    'the gate is held: nobody is sent, back or not',
    held(plannedJob(1)),
    [parkedBatch(0, ago(36_000))],
    [0],
    { next: 'wait', reason: 'PAUSED', until: later(86_400) },
  ],
  [
    'the gate is closed: the job ends without them',
    closed(plannedJob(1)),
    [parkedBatch(0)],
    [0],
    { next: 'finish', reason: 'WORKFLOW_LOST' },
  ],
];

const freeze = { reason: 'FROZEN', detail: 'Sending is frozen.' } as const;
const deprecated = { reason: 'VERSION_DEPRECATED', detail: 'It was deprecated.' } as const;
const alarm = { reason: 'ALARM', detail: 'In ALARM: errors.' } as const;
const baked = { ...baking, bake: { wave: 0, until: now.toISOString() } };
const upgraded = (number: number) =>
  updateAgents(batch(1, { number, state: 'settled' }), (agent) => end(start(agent), { reason: 'UPGRADED' }));
const approved = { by: 'ann', at: now.toISOString() };

const withObstacles: readonly [string, Job, Facts, Decision][] = [
  ['it is not planned: plan it', job(), facts([]), { next: 'plan', reason: 'SUBMITTED' }],
  [
    'its targets come from a job that has not ended: look again in 15 s',
    job(),
    { ...facts([]), parentHasEnded: false },
    { next: 'wait', reason: 'PARENT_ENDING', until: later(15) },
  ],
  [
    'and for an hour has not: look again in 5 minutes',
    job({ createdAt: later(-3600).toISOString() }),
    { ...facts([]), parentHasEnded: false },
    { next: 'wait', reason: 'PARENT_ENDING', until: later(300) },
  ],
  [
    'somebody has to approve it: wait',
    rollout({ approval: 'start' }),
    facts(batches('planned')),
    { next: 'wait', reason: 'AWAITING_APPROVAL', until: later(86_400) },
  ],
  [
    'it is approved: go on',
    { ...rollout({ approval: 'start' }), approved },
    facts(batches('planned')),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0] },
  ],
  [
    'to be approved after the canary: the canary runs',
    rollout({ approval: 'after-canary' }, [2, 2]),
    facts(batches('planned', 'planned', 'planned', 'planned')),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [0, 1] },
  ],
  [
    'the canary is through, and the rest is to be approved: wait',
    rollout({ approval: 'after-canary' }, [2, 2]),
    facts(firstWaveDone),
    { next: 'wait', reason: 'AWAITING_APPROVAL', until: later(86_400) },
  ],
  [
    'a freeze covers it: wait for its end',
    plannedJob(1),
    { ...facts(batches('planned')), freeze: { ...freeze, until: later(7200) } },
    { next: 'wait', ...freeze, until: later(7200) },
  ],
  [
    'a freeze without an end covers it: wait a day for somebody',
    plannedJob(1),
    { ...facts(batches('planned')), freeze: { ...freeze, until: null } },
    { next: 'wait', ...freeze, until: later(86_400) },
  ],
  [
    'a freeze covers it: only what was sent is followed',
    plannedJob(2),
    { ...facts(batches('sent', 'planned')), freeze: { ...freeze, until: null } },
    { next: 'upgrade', reason: 'SETTLING', batches: [0] },
  ],
  [
    'its version is deprecated: wait a day for somebody',
    plannedJob(1),
    { ...facts(batches('planned')), deprecation: deprecated },
    { next: 'wait', ...deprecated, until: later(86_400) },
  ],
  [
    'its version is deprecated: only what was sent is followed',
    plannedJob(2),
    { ...facts(batches('sent', 'planned')), deprecation: deprecated },
    { next: 'upgrade', reason: 'SETTLING', batches: [0] },
  ],
  [
    'its version is deprecated, and nobody is left to be sent: finish',
    plannedJob(1),
    { ...facts(batches('settled')), deprecation: deprecated },
    { next: 'finish', reason: 'ALL_SUCCEEDED' },
  ],
  [
    'its version is deprecated and it is cancelled: finish',
    closed(plannedJob(1)),
    { ...facts(batches('planned')), deprecation: deprecated },
    { next: 'finish', reason: 'WORKFLOW_LOST' },
  ],
  [
    'an alarm fires before its first wave: hold',
    plannedJob(1),
    { ...facts(batches('planned')), alarm },
    { next: 'hold', ...alarm },
  ],
  ['an alarm fires between two waves: hold', twoWaves, { ...facts(firstWaveDone), alarm }, { next: 'hold', ...alarm }],
  [
    'an alarm fires while a wave runs: the wave goes on',
    twoWaves,
    { ...facts(batches('settled', 'sent', 'planned', 'planned')), alarm },
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [1] },
  ],
  [
    'the bake is over: its nodes are asked',
    baked,
    facts([upgraded(0), upgraded(1), planned(2), planned(3)]),
    { next: 'upgrade', reason: 'VERIFYING', batches: [0, 1] },
  ],
  [
    'one has been asked, the other not: only that one',
    baked,
    facts([{ ...upgraded(0), verified: true }, upgraded(1), planned(2), planned(3)]),
    { next: 'upgrade', reason: 'VERIFYING', batches: [1] },
  ],
  [
    'all are still well: the next wave',
    baked,
    facts([{ ...upgraded(0), verified: true }, { ...upgraded(1), verified: true }, planned(2), planned(3)]),
    { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] },
  ],
  [
    'two failures at once were one too many while the wave runs: stop',
    rollout({ failureThreshold: 0 }, [4]),
    facts([oneFailed[0] ?? planned(0), planned(1), planned(2), planned(3)]),
    { next: 'stop', reason: 'FAILURE_THRESHOLD', crossing: { finished: 1, failed: 1, threshold: 0 } },
  ],
];

/** Two waves of two: what became of the agents of the first. */
const firstWave = (
  ...reasons: readonly ('UPGRADED' | 'ALREADY_CURRENT' | 'CHECKSUM_MISMATCH' | 'NODE_TERMINATED')[]
) => [
  ...reasons.map((reason, number) =>
    updateAgents(batch(1, { number, state: 'settled' }), (agent) => end(start(agent), { reason })),
  ),
  planned(2),
  planned(3),
];
const bearing = (canaryThreshold: Job['rollout']['canaryThreshold'], change: Partial<Job['rollout']> = {}) =>
  rollout({ ...change, canaryThreshold }, [2, 2]);
const resumed = { forgiven: { finished: 0, failed: 0, vanished: 2 } };
const goesOn: Decision = { next: 'upgrade', reason: 'WAVE_RUNNING', batches: [2, 3] };
const vanishedHold = (vanished: number): Decision => ({
  next: 'hold',
  reason: 'WAVE_VANISHED',
  detail: `${vanished} of 2 agents that were sent a command are on nodes that were terminated since. Resume the job where the version has nothing to do with that, or cancel it.`,
});
const unsent = [0, 1].map((number) =>
  updateAgents(batch(1, { number, state: 'settled' }), (agent) => end(agent, { reason: 'NODE_TERMINATED' })),
);

const withVanished: readonly [string, Job, Batch[], Decision][] = [
  ['as many as it bears as failures: go on', bearing('50%'), firstWave('UPGRADED', 'NODE_TERMINATED'), goesOn],
  ['one more: hold', bearing('49%'), firstWave('UPGRADED', 'NODE_TERMINATED'), vanishedHold(1)],
  [
    'one more, and failures would take everything back: hold all the same',
    bearing(0, { onFailure: 'rollback' }),
    firstWave('UPGRADED', 'NODE_TERMINATED'),
    vanishedHold(1),
  ],
  [
    'the whole wave: hold, whatever is borne',
    bearing('100%'),
    firstWave('NODE_TERMINATED', 'NODE_TERMINATED'),
    vanishedHold(2),
  ],
  [
    'one, and the other failed: hold, since none succeeded',
    bearing('100%'),
    firstWave('CHECKSUM_MISMATCH', 'NODE_TERMINATED'),
    vanishedHold(1),
  ],
  [
    'one, and the other ran the version already: go on',
    bearing('100%'),
    firstWave('ALREADY_CURRENT', 'NODE_TERMINATED'),
    goesOn,
  ],
  ['the whole wave, before anything was sent: go on', bearing(0), [...unsent, planned(2), planned(3)], goesOn],
  [
    'the whole wave, and somebody resumed the job: go on',
    { ...bearing(0), ...resumed },
    firstWave('NODE_TERMINATED', 'NODE_TERMINATED'),
    goesOn,
  ],
  [
    'the whole wave, which was to be watched: hold before that',
    { ...bearing(0), rollout: { ...baking.rollout, canaryThreshold: 0 } },
    firstWave('NODE_TERMINATED', 'NODE_TERMINATED'),
    vanishedHold(2),
  ],
  [
    'too many of the wave that runs: it goes on',
    rollout({ failureThreshold: 0 }, [4]),
    [...firstWave('NODE_TERMINATED', 'NODE_TERMINATED')],
    goesOn,
  ],
  [
    'the last wave: finish',
    rollout({ failureThreshold: 0 }, [2]),
    firstWave('NODE_TERMINATED', 'NODE_TERMINATED').slice(0, 2),
    { next: 'finish', reason: 'ALL_SUCCEEDED' },
  ],
];

export const situations: Readonly<Record<string, readonly Situation[]>> = {
  'A job and its waves': ordinary.map(
    ([words, given, stored, expected]): Situation => [words, given, facts(stored), expected],
  ),
  'What keeps a job waiting, and the end of a bake': withObstacles,
  'Where nodes of the first wave were terminated after their command was sent': withVanished.map(
    ([words, given, stored, expected]): Situation => [words, given, facts(stored), expected],
  ),
  'Where nodes are offline and the job waits for them': withOfflineNodes.map(
    ([words, given, stored, reachable, expected]): Situation => [
      words,
      patient(given),
      facts(stored, reachable),
      expected,
    ],
  ),
};
