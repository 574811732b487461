import { JobStuck } from './errors.ts';
import type { Job } from './job.ts';
import type { Pace } from './pace.ts';
import { isParked, nextLook, returning } from './parking.ts';
import type { JobReasonCode } from './reasons.ts';
import { type Crossing, crossing, vanishing } from './threshold.ts';
import {
  type BatchFact,
  firstBatchOf,
  hasBegun,
  hasUnsettled,
  inWave,
  isToBeVerified,
  isUnderWay,
  isUnsettled,
  lastWaveWithBatches,
  unsettledIn,
} from './wave-facts.ts';
import { nextOpening } from './window.ts';

/** Why a job stops sending although nobody steered it. */
export interface Obstacle {
  readonly reason: JobReasonCode;
  readonly detail: string;
}

/** What deciding needs to know of the world. */
export interface Facts {
  readonly batches: readonly BatchFact[];
  /** Has the job that this one follows ended? True where there is none. */
  readonly parentHasEnded: boolean;
  /** The freeze that covers the job, and its end where it has one. */
  readonly freeze: (Obstacle & { readonly until: Date | null }) | null;
  /** The target version is deprecated for agents that are still to be sent. */
  readonly deprecation: Obstacle | null;
  /** Numbers of parked batches of which a node is online again. */
  readonly reachable: ReadonlySet<number>;
  /** How patient the job is with nodes that are offline. */
  readonly pace: Pick<Pace, 'lookAgainSeconds' | 'leaveAloneSeconds'>;
  /** An alarm of the job that is in ALARM, or that cannot be read. */
  readonly alarm: Obstacle | null;
}

interface Waiting {
  readonly next: 'wait';
  readonly reason: JobReasonCode;
  readonly until: Date;
  readonly detail?: string;
  /** The wave that is watched meanwhile. */
  readonly wave?: number;
}

export type Decision =
  /** Targets are to be found, or planned. */
  | { readonly next: 'plan'; readonly reason: JobReasonCode }
  | { readonly next: 'upgrade'; readonly reason: JobReasonCode; readonly batches: readonly number[] }
  | Waiting
  /** The gate has to shut before anything is decided again: for failures, or for an obstacle that an operator has to look at. */
  | { readonly next: 'stop'; readonly reason: 'FAILURE_THRESHOLD'; readonly crossing: Crossing }
  | { readonly next: 'hold'; readonly reason: JobReasonCode; readonly detail: string }
  | { readonly next: 'finish'; readonly reason: JobReasonCode };

/** Batches of one pass: 2,000 numbers are 12 KB, and no pass nears the limits of one Map. */
export const MOST_BATCHES_IN_A_PASS = 2_000;

/** Passes in a row that may settle nothing before the job is failed instead of going round for ever. */
const MOST_IDLE_PASSES = 3;

/** A job that waits for a person is woken by that person; until then it decides again once a day. */
const A_DAY_MS = 86_400_000;

/**
 * How often a job looks whether its parent has ended: at first often, since somebody waits for it, then seldom, since each look is about
 * 14 of the 25,000 events that an execution may have.
 */
const PARENT_POLL_MS = 15_000;
const LATER_PARENT_POLL_MS = 300_000;
const PARENT_IS_EXPECTED_MS = 3_600_000;

/**
 * Decides what a job does next. Pure: the same job, facts and time give the same answer. The first rule that applies decides.
 * @throws JobStuck where passes no longer settle anything
 */
export function decideNext(job: Job, facts: Facts, now: Date): Decision {
  return (
    whenShut(job, facts, now) ??
    untilPlanned(job, facts, now) ??
    simulate(job, facts) ??
    untilApproved(job, 'start', facts, now) ??
    untilStart(job, now) ??
    duringFreeze(job, facts, now) ??
    whileDeprecated(job, facts, now) ??
    outsideWindow(job, facts, now) ??
    nextWave(job, facts, now)
  );
}

/** A gate that is not open sends nothing; commands that are under way are followed to their end. */
function whenShut(job: Job, { batches }: Facts, now: Date): Decision | undefined {
  switch (job.gate.state) {
    case 'open':
      return undefined;
    case 'closed':
      return followWhatWasSent(job, batches) ?? { next: 'finish', reason: job.gate.reason };
    case 'held':
      if (job.plan.waves === null) return undefined; // Planning sends nothing, so it goes on.
      return followWhatWasSent(job, batches) ?? { next: 'wait', reason: job.gate.reason, until: inADay(now) };
  }
}

function untilPlanned(job: Job, { parentHasEnded }: Facts, now: Date): Decision | undefined {
  if (job.plan.waves !== null) return undefined;
  if (parentHasEnded) return { next: 'plan', reason: job.reason };
  const isExpected = now.getTime() - new Date(job.createdAt).getTime() < PARENT_IS_EXPECTED_MS;
  const pollMs = isExpected ? PARENT_POLL_MS : LATER_PARENT_POLL_MS;
  return { next: 'wait', reason: 'PARENT_ENDING', until: new Date(now.getTime() + pollMs) };
}

/** A simulated job touches nobody, so that nothing keeps it waiting and no wave comes before another. */
function simulate(job: Job, { batches }: Facts): Decision | undefined {
  if (!job.simulated) return undefined;
  if (!hasUnsettled(batches)) return { next: 'finish', reason: 'SIMULATED' };
  refuseToGoRound(job);
  return { next: 'upgrade', reason: 'SIMULATING', batches: inOnePass(batches.filter(isUnsettled)) };
}

function untilApproved(job: Job, stage: 'start' | 'after-canary', { batches }: Facts, now: Date): Decision | undefined {
  if (job.rollout.approval !== stage || job.approved !== null || !hasUnsettled(batches)) return undefined;
  return { next: 'wait', reason: 'AWAITING_APPROVAL', until: inADay(now) };
}

function untilStart({ rollout }: Job, now: Date): Decision | undefined {
  const startAt = rollout.startAt === null ? now : new Date(rollout.startAt);
  return startAt > now ? { next: 'wait', reason: 'SCHEDULED', until: startAt } : undefined;
}

function duringFreeze(job: Job, { batches, freeze }: Facts, now: Date): Decision | undefined {
  return freeze === null ? undefined : sendNobody(job, batches, { ...freeze, until: freeze.until ?? inADay(now) });
}

function whileDeprecated(job: Job, { batches, deprecation }: Facts, now: Date): Decision | undefined {
  return deprecation === null ? undefined : sendNobody(job, batches, { ...deprecation, until: inADay(now) });
}

function outsideWindow(job: Job, { batches }: Facts, now: Date): Decision | undefined {
  const opens = job.rollout.window === null ? now : nextOpening(job.rollout.window, now);
  return opens <= now ? undefined : sendNobody(job, batches, { reason: 'WINDOW_CLOSED', until: opens });
}

/** Waits where somebody is left to be sent, once the commands that are under way have been followed to their end. */
function sendNobody(job: Job, batches: readonly BatchFact[], wait: Omit<Waiting, 'next'>): Decision | undefined {
  if (!hasUnsettled(batches)) return undefined;
  return followWhatWasSent(job, batches) ?? { next: 'wait', ...wait };
}

function nextWave(job: Job, facts: Facts, now: Date): Decision {
  const { batches } = facts;
  const wave = (job.plan.waves ?? []).findIndex((_, number) => unsettledIn(job, number, batches).length > 0);
  if (wave === -1) return afterTheWaves(job, facts, now);
  const obstacle = hasBegun(job, wave, batches) ? whileWaveRuns(job, batches) : beforeWave(job, wave, facts, now);
  return obstacle ?? run(job, [...unsettledIn(job, wave, batches), ...returning(job, facts, now)]);
}

/** No wave waits for nodes that are offline: once all else is settled, the job itself does. */
function afterTheWaves(job: Job, facts: Facts, now: Date): Decision {
  const parked = facts.batches.filter(isParked);
  if (parked.length === 0) return { next: 'finish', reason: 'ALL_SUCCEEDED' };
  const back = returning(job, facts, now);
  if (back.length > 0) return run(job, back);
  return { next: 'wait', reason: 'WAITING_FOR_NODES', until: nextLook(job, parked, facts.pace, now) };
}

/** Two failures that were written at the same moment may each have counted without the other. */
function whileWaveRuns(job: Job, batches: readonly BatchFact[]): Decision | undefined {
  const crossed = crossing(job, batches, false);
  return crossed && { next: 'stop', reason: 'FAILURE_THRESHOLD', crossing: crossed };
}

/** What keeps a wave from beginning: failures of those before it, agents that vanished, the bake of the last one, its approval, an alarm. */
function beforeWave(job: Job, wave: number, facts: Facts, now: Date): Decision | undefined {
  const { batches, alarm } = facts;
  const before = batches.filter(({ number }) => number < firstBatchOf(job, wave));
  const last = lastWaveWithBatches(job, wave);
  const crossed = before.length === 0 ? undefined : crossing(job, before, true);
  if (crossed !== undefined) return { next: 'stop', reason: 'FAILURE_THRESHOLD', crossing: crossed };
  return (
    whereAgentsVanished(job, before, inWave(job, last, batches)) ??
    duringBake(job, last, batches, now) ??
    (wave === 0 ? undefined : untilApproved(job, 'after-canary', facts, now)) ??
    (alarm === null ? undefined : { next: 'hold', ...alarm })
  );
}

/** A version that ends its instances fails nowhere: a person looks at it before it comes to more of them. */
function whereAgentsVanished(
  job: Job,
  before: readonly BatchFact[],
  lastWave: readonly BatchFact[],
): Decision | undefined {
  const found = vanishing(job, before, lastWave);
  if (found === undefined) return undefined;
  const count = `${found.vanished} of ${found.sent} agents that were sent a command are on nodes that were terminated since.`;
  return {
    next: 'hold',
    reason: 'WAVE_VANISHED',
    detail: `${count} Resume the job where the version has nothing to do with that, or cancel it.`,
  };
}

/** A wave is watched for its time, and at the end of it its nodes are asked. */
function duringBake(job: Job, wave: number, batches: readonly BatchFact[], now: Date): Decision | undefined {
  const bakeMs = (job.rollout.waves[wave]?.bakeSeconds ?? 0) * 1000;
  if (bakeMs === 0) return undefined;
  const until = job.bake?.wave === wave ? new Date(job.bake.until) : new Date(now.getTime() + bakeMs);
  if (until > now) return { next: 'wait', reason: 'BAKING', until, wave };
  const unverified = inWave(job, wave, batches).filter(isToBeVerified);
  if (unverified.length === 0) return undefined;
  refuseToGoRound(job);
  return { next: 'upgrade', reason: 'VERIFYING', batches: inOnePass(unverified) };
}

function run(job: Job, batches: readonly BatchFact[]): Decision {
  refuseToGoRound(job);
  return { next: 'upgrade', reason: 'WAVE_RUNNING', batches: inOnePass(batches) };
}

function followWhatWasSent(job: Job, batches: readonly BatchFact[]): Decision | undefined {
  const underWay = batches.filter(isUnderWay);
  if (underWay.length === 0) return undefined;
  refuseToGoRound(job);
  return { next: 'upgrade', reason: 'SETTLING', batches: inOnePass(underWay) };
}

function refuseToGoRound({ pass }: Job): void {
  if (pass.idle < MOST_IDLE_PASSES) return;
  throw new JobStuck(`${pass.unsettled + pass.parked} batches were not settled by ${MOST_IDLE_PASSES} passes.`);
}

const inADay = (now: Date): Date => new Date(now.getTime() + A_DAY_MS);

const inOnePass = (batches: readonly BatchFact[]): number[] =>
  batches.slice(0, MOST_BATCHES_IN_A_PASS).map(({ number }) => number);

/**
 * Counts a pass that begins with so many batches parked, and so many others unsettled or unverified: idle where the pass before came to
 * the end of none of them.
 */
export function countPass({ pass }: Job, unsettled: number, parked: number): Job['pass'] {
  const isIdle = pass.unsettled === unsettled && pass.parked === parked;
  return { unsettled, parked, idle: isIdle ? pass.idle + 1 : 0 };
}
