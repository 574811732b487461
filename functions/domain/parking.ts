import {
  type Batch,
  type BatchAgent,
  end,
  isAtRest,
  isDone,
  isQuiet,
  isWaiting,
  nextAttempt,
  settle,
} from './batch.ts';
import type { Job } from './job.ts';
import type { Pace } from './pace.ts';

/*
 * Agents whose nodes are offline, in a job that waits for them. Nothing waits inside Systems Manager: such an agent stays pending, holds
 * nothing, and once the others of its batch are done the batch is parked, planned as another attempt. No wave waits for parked batches.
 */

type Facts = Pick<Batch, 'number' | 'state' | 'agents' | 'offline'>;

/** Are the only agents of the batch that are not done waiting for their nodes? */
export const isParked = (batch: Pick<Batch, 'state' | 'agents'>): boolean =>
  batch.state === 'planned' && isAtRest(batch) && batch.agents.some(isWaiting);

/** What becomes of an agent whose node is offline: it waits, or it is done where the job does not wait (any longer). */
export function whenOffline(job: Pick<Job, 'offlineSeconds'>, batch: Batch, agent: BatchAgent, now: Date): BatchAgent {
  if (job.offlineSeconds === 0) return end(agent, { reason: 'AGENT_OFFLINE' });
  const since = batch.offline === null ? now : new Date(batch.offline.since);
  if (now < endOfWait(job, since)) return { ...agent, reason: 'WAITING_FOR_NODE' };
  const hours = Math.floor((now.getTime() - since.getTime()) / 3_600_000);
  const error = `Systems Manager has no connection to the node: it was waited for from ${since.toISOString()} on, for ${hours} h.`;
  return end(agent, { reason: 'AGENT_OFFLINE', error });
}

const endOfWait = ({ offlineSeconds }: Pick<Job, 'offlineSeconds'>, since: Date): Date =>
  new Date(since.getTime() + offlineSeconds * 1000);

/** Notes when nodes of the batch were found offline, where some were. */
export function noteOffline(batch: Batch, now: Date): Batch {
  if (!batch.agents.some(isWaiting)) return batch;
  const last = now.toISOString();
  return { ...batch, offline: { since: batch.offline?.since ?? last, last } };
}

/** The batch once nothing of its attempt is under way: settled, or planned again where agents wait or were not sent; undefined before. */
export function settledOrParked(batch: Batch, now: Date): Batch | undefined {
  if (!isQuiet(batch)) return undefined;
  return batch.agents.every(isDone) ? settle(batch, now) : nextAttempt(batch);
}

/** How an agent ends that still waits when its job ends: nothing is known of one that was never tried. */
export const endOfWaiting = ({ attempts }: BatchAgent): 'NOT_STARTED' | 'AGENT_OFFLINE' =>
  attempts === 0 ? 'NOT_STARTED' : 'AGENT_OFFLINE';

interface ReturnFacts<Fact> {
  readonly batches: readonly Fact[];
  readonly reachable: ReadonlySet<number>;
  readonly pace: Pick<Pace, 'leaveAloneSeconds'>;
}

/** The parked batches that are to be sent now: a node is online again, or the wait for them is over. */
export function returning<Fact extends Facts>(
  job: Pick<Job, 'offlineSeconds'>,
  { batches, reachable, pace }: ReturnFacts<Fact>,
  now: Date,
): Fact[] {
  const isLeftAlone = ({ offline }: Facts) =>
    offline !== null && now.getTime() < new Date(offline.last).getTime() + pace.leaveAloneSeconds * 1000;
  return batches
    .filter(isParked)
    .filter((batch) => endOf(job, batch) <= now || (reachable.has(batch.number) && !isLeftAlone(batch)));
}

/** When to look again for nodes of these parked batches, at the latest where the wait for one of them ends. */
export function nextLook(
  job: Pick<Job, 'offlineSeconds'>,
  parked: readonly Facts[],
  { lookAgainSeconds }: Pick<Pace, 'lookAgainSeconds'>,
  now: Date,
): Date {
  const ends = parked.map((batch) => endOf(job, batch).getTime());
  return new Date(Math.min(now.getTime() + lookAgainSeconds * 1000, ...ends));
}

const endOf = (job: Pick<Job, 'offlineSeconds'>, { offline }: Facts): Date =>
  endOfWait(job, new Date(offline?.since ?? 0));
