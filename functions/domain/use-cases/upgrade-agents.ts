import { nodeIdOf } from '../agent.ts';
import { type Batch, claim, commandComment, isAtRest, releaseClaim, start, updateAgents } from '../batch.ts';
import type { Job } from '../job.ts';
import { forgetAfter, type Pace, timesOf } from '../pace.ts';
import { isParked } from '../parking.ts';
import type { Agents, Batches, Commands, CommandTokens, Freezes, Jobs, Waker } from '../ports.ts';
import { recipes } from '../recipes/recipes.ts';
import { beginVerifying } from '../verifying.ts';
import { isToBeVerified } from '../wave-facts.ts';
import { closesAt } from '../window.ts';
import { deprecationOf } from './deprecation-of.ts';
import { freezeOf } from './freeze-of.ts';
import { loadBatch } from './load-batch.ts';
import { loadJob } from './load-job.ts';
import { type SendingPorts, sendBatch } from './send-batch.ts';
import { simulateBatch } from './simulate-batch.ts';

export type UpgradingPorts = SendingPorts & {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly freezes: Freezes;
  readonly tokens: CommandTokens;
  readonly waker: Waker;
};

/** A command is listed seconds after it is sent; a minute after the 60 s that a function may take to send, one that is not listed was not sent. */
export const LISTING_LAG_MS = 120_000;

/** Clocks of two services differ, and so may the listing's idea of when a command was invoked. */
const CLOCK_MARGIN_MS = 3_600_000;

/**
 * Sends a batch's command and leaves the task token where the command's end finds it.
 * Order: claim, gate, preflight, holds, send, record, token, one look; wakes at once where nothing is under way.
 * Repeatable: a batch that was claimed or sent before is taken up where it was left, and no command is sent twice
 * that Systems Manager knows of.
 * @throws whatever leaves it open whether the command was sent; the retry finds out
 */
export async function upgradeAgents(
  ports: UpgradingPorts,
  jobId: string,
  number: number,
  token: string,
  now: Date,
): Promise<void> {
  const job = await loadJob(ports.jobs, jobId);
  const batch = job.simulated ? await simulateBatch(ports, job, number, now) : await send(ports, jobId, number, now);
  for (const commandId of batch.commandIds)
    await ports.tokens.put(commandId, token, forgetTokenAfter(ports.pace, batch, now));
  if (await isOver(ports, batch)) await ports.waker.wake(token);
}

async function send(ports: UpgradingPorts, jobId: string, number: number, now: Date): Promise<Batch> {
  const found = await loadBatch(ports.batches, jobId, number);
  switch (found.state) {
    case 'sent':
    case 'verifying':
      return found;
    case 'settled':
      return verifyWhereDue(ports, found, now);
    case 'claimed':
      return sendClaimed(ports, found, await findCommands(ports, found), false, now);
    case 'planned':
      return sendPlanned(ports, found, now);
  }
}

/** At the end of its wave's bake a parked batch is due for that alone: it is sent by another pass. */
async function sendPlanned(ports: UpgradingPorts, planned: Batch, now: Date): Promise<Batch> {
  const verifies = isParked(planned) && (await loadJob(ports.jobs, planned.jobId)).reason === 'VERIFYING';
  const found = verifies ? await verifyWhereDue(ports, planned, now) : planned;
  return found === planned ? sendClaimed(ports, await ports.batches.save(claim(found, now)), [], true, now) : found;
}

/** After its wave's bake a batch is to be verified: settling asks its nodes. */
async function verifyWhereDue(ports: UpgradingPorts, settled: Batch, now: Date): Promise<Batch> {
  if (!isToBeVerified(settled)) return settled;
  const { bake, plan } = await loadJob(ports.jobs, settled.jobId);
  const wave = bake === null || new Date(bake.until) > now ? undefined : plan.waves?.[bake.wave];
  const isDue = wave !== undefined && settled.number >= wave.firstBatch && settled.number < wave.endBatch;
  return isDue ? ports.batches.save(beginVerifying(settled, ports.pace, now)) : settled;
}

type SentCommand = Awaited<ReturnType<Commands['find']>>[number];

/** The commands of this attempt that Systems Manager knows. */
export async function findCommands(
  ports: Pick<UpgradingPorts, 'commands'>,
  batch: Batch,
): Promise<readonly SentCommand[]> {
  const since = new Date(new Date(batch.claimedAt ?? 0).getTime() - CLOCK_MARGIN_MS);
  return ports.commands.find(batch.recipe, commandComment(batch), since);
}

async function sendClaimed(
  ports: UpgradingPorts,
  claimed: Batch,
  known: readonly SentCommand[],
  isFresh: boolean,
  now: Date,
): Promise<Batch> {
  const job = await loadJob(ports.jobs, claimed.jobId);
  const closes = closesAtOf(job, now);
  const open = closes !== undefined && (await maySend(ports, job, claimed, now));
  if (!open && known.length === 0) return wasNotSent(claimed, isFresh, now) ? backOut(ports, claimed) : claimed;
  const { isOurs } = recipes[claimed.recipe];
  const times = timesOf(ports.pace, isOurs, closes instanceof Date ? closes : undefined, now);
  const adopted = adopt(claimed, known, times.notAfter);
  if (!open) return ports.batches.save(adopted);
  const mayStillSend = async () => maySend(ports, await loadJob(ports.jobs, job.id), claimed, now);
  const sent = await sendBatch(ports, job, adopted, times, now, mayStillSend);
  if (sent !== undefined) return ports.batches.save(sent);
  return known.length === 0 ? backOut(ports, claimed) : ports.batches.save(await releaseUnsent(ports, adopted));
}

/** Is the gate open, does no freeze cover one of these agents, and is the version still active? */
async function maySend(ports: UpgradingPorts, job: Job, batch: Batch, now: Date): Promise<boolean> {
  if (job.gate.state !== 'open' || (await freezeOf(ports, [batch], now)) !== null) return false;
  return (await deprecationOf(ports.catalogue, job, [batch])) === null;
}

/** Of a batch that was sent in part, those that are left give back what was taken for them. */
async function releaseUnsent(ports: UpgradingPorts, adopted: Batch): Promise<Batch> {
  const { agentType, jobId } = adopted;
  const unsent = adopted.agents.filter(({ state }) => state === 'pending');
  await Promise.all(unsent.map(({ node }) => ports.holds.release({ node, agentType, jobId })));
  return updateAgents(adopted, (agent) => (agent.state === 'pending' ? { ...agent, held: false } : undefined));
}

/** What another call claimed may have been sent and not be listed yet: settling looks again. */
function wasNotSent({ claimedAt }: Batch, isFresh: boolean, now: Date): boolean {
  return isFresh || now.getTime() - new Date(claimedAt ?? now).getTime() >= LISTING_LAG_MS;
}

/** When the job's window closes; never without one, and undefined where it is closed. */
const closesAtOf = ({ rollout }: Job, now: Date): Date | 'never' | undefined =>
  rollout.window === null ? 'never' : closesAt(rollout.window, now);

/** Nothing was sent and nothing will be: whoever claimed the batch before may have taken holds without writing so. */
export async function backOut(ports: Pick<UpgradingPorts, 'batches' | 'holds'>, claimed: Batch): Promise<Batch> {
  const { agentType, jobId } = claimed;
  await Promise.all(claimed.agents.map(({ node }) => ports.holds.release({ node, agentType, jobId })));
  return ports.batches.save(updateAgents(releaseClaim(claimed), (agent) => ({ ...agent, held: false })));
}

/** Takes over commands that were sent before the sender could write them down. */
export function adopt(batch: Batch, known: readonly SentCommand[], notAfter: Date): Batch {
  const nodes = new Set(known.flatMap(({ nodeIds }) => nodeIds));
  const running = updateAgents(batch, (agent) =>
    // Whoever sent it had taken the hold, and did not come to writing so.
    agent.state === 'pending' && nodes.has(nodeIdOf(agent.node)) ? { ...start(agent), held: true } : undefined,
  );
  return { ...running, state: 'sent', commandIds: known.map(({ id }) => id), notAfter: notAfter.toISOString() };
}

/** An event that came before the token was stored woke nobody: one look after storing it makes up for that. */
async function isOver(ports: UpgradingPorts, batch: Batch): Promise<boolean> {
  if (batch.state !== 'sent' || isAtRest(batch)) return true;
  const lists = await Promise.all(batch.commandIds.map((id) => ports.commands.invocations(id)));
  const invocations = lists.flat();
  return invocations.length > 0 && invocations.every(({ over }) => over);
}

const forgetTokenAfter = (pace: Pace, { notAfter }: Batch, now: Date): Date =>
  forgetAfter(pace, notAfter === null ? now : new Date(notAfter));
