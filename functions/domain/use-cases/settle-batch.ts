import { nodeIdOf } from '../agent.ts';
import { type Batch, type BatchAgent, end, isDone, planRetry, updateAgents, worthRetrying } from '../batch.ts';
import type { Job } from '../job.ts';
import { notAfterOf, pollSeconds } from '../pace.ts';
import { settledOrParked } from '../parking.ts';
import type { Invocation } from '../ports.ts';
import { applyCommand, applyProbe, giveUp, isBeingAsked, isHopeless, type SettlingContext } from '../settling.ts';
import { isGone } from '../sighting.ts';
import { countSettled } from './count-settled.ts';
import { loadBatch } from './load-batch.ts';
import { loadJob } from './load-job.ts';
import { seeNodes } from './see-nodes.ts';
import { sendProbe } from './send-probe.ts';
import { lookOnceMore, stopWhereTooManyFailed } from './stop-where-too-many-failed.ts';
import { adopt, backOut, findCommands, LISTING_LAG_MS, type UpgradingPorts } from './upgrade-agents.ts';
import { verifyBatch } from './verify-batch.ts';

export type SettlingPorts = Omit<
  UpgradingPorts,
  'tokens' | 'waker' | 'catalogue' | 'requireChecksum' | 'freezes' | 'networks' | 'signedBuckets' | 'signer'
>;

/** `left`: nothing is sent and nothing will be in this pass. `polls` counts up to back off. */
export interface Settlement {
  readonly next: 'done' | 'left' | 'poll' | 'send';
  readonly waitSeconds: number;
  readonly polls: number;
}

/** A batch that could not be sent for this long will not be. */
const GIVE_UP_SENDING_MS = 3_600_000;

/**
 * Finds out what became of a batch and records it. Repeatable: effects are idempotent and come before the write that ends an agent.
 * @param polls how often this batch was asked about before, for the pause
 */
export async function settleBatch(
  ports: SettlingPorts,
  jobId: string,
  number: number,
  polls: number,
  now: Date,
): Promise<Settlement> {
  const job = await loadJob(ports.jobs, jobId);
  const batch = await loadBatch(ports.batches, jobId, number);
  const next = await settle(ports, job, batch, polls, now);
  return { next, waitSeconds: pollSeconds(ports.pace, polls), polls: polls + 1 };
}

async function settle(
  ports: SettlingPorts,
  job: Job,
  batch: Batch,
  polls: number,
  now: Date,
): Promise<Settlement['next']> {
  switch (batch.state) {
    case 'planned':
      return 'left';
    case 'settled':
      return 'done';
    case 'claimed':
      return settleClaimed(ports, job, batch, polls, now);
    case 'sent':
      return settleSent(ports, job, batch, polls, now);
    case 'verifying':
      return verifyBatch(ports, job, batch, now);
  }
}

/** Somebody claimed the batch and did not come to writing down what was sent. While the gate is open, sending takes it up. */
async function settleClaimed(
  ports: SettlingPorts,
  job: Job,
  batch: Batch,
  polls: number,
  now: Date,
): Promise<Settlement['next']> {
  const age = now.getTime() - new Date(batch.claimedAt ?? now).getTime();
  if (job.gate.state === 'open' && age < GIVE_UP_SENDING_MS) return 'send';
  const known = await findCommands(ports, batch);
  if (known.length > 0) {
    const adopted = await ports.batches.save(adopt(batch, known, notAfterOf(ports.pace, now)));
    return settleSent(ports, job, adopted, polls, now);
  }
  if (age < LISTING_LAG_MS) return 'poll';
  if (job.gate.state === 'open') return record(ports, job, batch, unsendable(batch), polls, now);
  await backOut(ports, batch);
  return 'left';
}

/** `held`, since whoever claimed the batch may have taken holds without writing so. */
function unsendable(batch: Batch): Batch {
  const ending = { reason: 'COMMAND_REJECTED', error: 'Systems Manager took no command for an hour.' } as const;
  return updateAgents(batch, (agent) => (isDone(agent) ? undefined : end({ ...agent, held: true }, ending)));
}

async function settleSent(
  ports: SettlingPorts,
  job: Job,
  batch: Batch,
  polls: number,
  now: Date,
): Promise<Settlement['next']> {
  const isClosed = job.gate.state === 'closed';
  const { targetVersion, reports } = batch;
  const asked = await cancelOnce(ports, job, batch);
  const commands = await invocationsOf(ports, batch.commandIds);
  const healthSeconds = ports.agentTypes.get(batch.agentType)?.healthTimeoutSeconds ?? 0;
  const { pace } = ports;
  const context = { targetVersion, reports, action: job.action, commands, isClosed, pace, healthSeconds, now };
  const told = applyCommand(asked, context);
  const probed = await readProbe(ports, told, context);
  return record(ports, job, batch, await askNodes(ports, probed, context), polls, now);
}

/** Is what is under way to end, too? What would be taken back had better not begin. */
const endsCommands = ({ gate, rollbackAsked }: Job): boolean =>
  gate.state === 'closed' && (gate.reason === 'CANCELLED' || rollbackAsked !== null);

/** Whoever cancels the job cancels its commands, too; one that was sent at that very moment is cancelled here. */
async function cancelOnce(ports: SettlingPorts, job: Job, batch: Batch): Promise<Batch> {
  if (batch.cancelled || !endsCommands(job)) return batch;
  await cancelCommands(ports, batch);
  return { ...batch, cancelled: true };
}

/** Asks the nodes to end what this attempt began; what has begun to switch goes on. */
export async function cancelCommands(ports: Pick<SettlingPorts, 'commands'>, batch: Batch): Promise<void> {
  if (batch.state !== 'sent' || batch.agents.every(isDone)) return;
  await Promise.all(batch.commandIds.map((id) => ports.commands.cancel(id)));
}

async function invocationsOf(ports: SettlingPorts, commandIds: readonly string[]): Promise<readonly Invocation[]> {
  const lists = await Promise.all(commandIds.map((id) => ports.commands.invocations(id)));
  return lists.flat();
}

/** Takes in the probe's answers; once it is over it has said all it can, and another may be sent. */
async function readProbe(ports: SettlingPorts, batch: Batch, context: SettlingContext): Promise<Batch> {
  const { probe } = batch;
  if (probe === null || probe.commandId === null) return batch;
  const invocations = await ports.commands.invocations(probe.commandId);
  const over = invocations.length > 0 && invocations.every((invocation) => invocation.over);
  const told = applyProbe(batch, invocations, context);
  return over ? { ...told, probe: { ...probe, commandId: null } } : told;
}

/** Sends the probe to the nodes that can be asked, unless one is under way, and gives up those that cannot. */
async function askNodes(ports: SettlingPorts, batch: Batch, context: SettlingContext): Promise<Batch> {
  const unknown = batch.agents.filter(({ state }) => state === 'unknown').map(({ node }) => nodeIdOf(node));
  if (unknown.length === 0 || isBeingAsked(batch, context)) return batch;
  const nodes = await seeNodes(ports, unknown);
  const sightingOf = ({ node }: BatchAgent) => nodes.get(nodeIdOf(node));
  // Of an agent type that the deployment no longer knows nobody can ask.
  const isKnown = ports.agentTypes.has(batch.agentType);
  const canBeAsked = (agent: BatchAgent) => isKnown && sightingOf(agent) === 'online';
  const left = updateAgents(batch, (agent) => {
    if (agent.state !== 'unknown') return undefined;
    if (isGone(agent, sightingOf(agent))) return end(agent, { reason: 'NODE_TERMINATED' });
    return isHopeless(batch, canBeAsked(agent), context) ? giveUp(agent) : undefined;
  });
  return sendProbe(
    ports,
    left,
    left.agents.filter((agent) => agent.state === 'unknown' && canBeAsked(agent)),
    context.now,
  );
}

/** Effects first, then the write: a repeat after a crash in between does the same effects again, which changes nothing. */
async function record(
  ports: SettlingPorts,
  job: Job,
  before: Batch,
  after: Batch,
  polls: number,
  now: Date,
): Promise<Settlement['next']> {
  const { gate } = await stopWhereTooManyFailed(ports, job, before, after, now);
  // While the gate is held a retry is planned all the same: it is sent once the job is resumed.
  const retry = gate.state === 'closed' ? undefined : planRetry(after);
  const over = retry === undefined ? settledOrParked(after, now) : undefined;
  const next = retry ?? over ?? after;
  await recordVersions(ports, before, after, now);
  const released = await releaseHolds(ports, next);
  if (JSON.stringify(released) !== JSON.stringify(before)) {
    await ports.batches.save(released);
    countSettled(ports.metrics, before, released, polls);
  }
  await lookOnceMore(ports, job, before, released, now);
  if (retry !== undefined) return 'send';
  return over === undefined ? 'poll' : 'done';
}

async function recordVersions(ports: SettlingPorts, before: Batch, after: Batch, now: Date): Promise<void> {
  const known = new Set(before.agents.filter(isDone).map(({ agentUuid }) => agentUuid));
  const reports = after.agents.flatMap(({ agentUuid, state, oldVersion, newVersion }) =>
    state !== 'done' || newVersion === null || known.has(agentUuid)
      ? []
      : [{ agentUuid, version: newVersion, before: oldVersion }],
  );
  if (reports.length > 0) await ports.agents.recordVersions(reports, now);
}

/** An agent that is done for good is free for other jobs; one that may be sent again keeps its hold. */
async function releaseHolds(ports: SettlingPorts, batch: Batch): Promise<Batch> {
  const isFree = (agent: BatchAgent): boolean =>
    agent.held && isDone(agent) && (batch.state === 'settled' || !worthRetrying(agent));
  const { agentType, jobId } = batch;
  await Promise.all(batch.agents.filter(isFree).map(({ node }) => ports.holds.release({ node, agentType, jobId })));
  return updateAgents(batch, (agent) => (isFree(agent) ? { ...agent, held: false } : undefined));
}
