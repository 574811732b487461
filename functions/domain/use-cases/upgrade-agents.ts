import { nodeIdOf } from '../agent.ts';
import type { AgentType } from '../agent-type.ts';
import {
  attemptId,
  type Batch,
  type BatchAgent,
  claim,
  commandComment,
  end,
  isDone,
  releaseClaim,
  start,
  updateAgents,
} from '../batch.ts';
import { BrokenInvariant } from '../errors.ts';
import type { Job } from '../job.ts';
import { notAfterOf, type Pace } from '../pace.ts';
import {
  type Batches,
  type Catalogue,
  CommandRejected,
  type Commands,
  type CommandTokens,
  type Holds,
  type Jobs,
  UnknownNode,
  type Waker,
} from '../ports.ts';
import { upgradeParameters } from '../recipes/package.ts';
import { closesAt } from '../window.ts';
import { loadJob } from './load-job.ts';

export interface SendingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly catalogue: Catalogue;
  readonly holds: Holds;
  readonly commands: Commands;
  readonly tokens: CommandTokens;
  readonly waker: Waker;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
  readonly pace: Pace;
}

/** Clocks of two services differ, and so may the listing's idea of when a command was invoked. */
const CLOCK_MARGIN_MS = 3_600_000;

/**
 * Sends a batch's command and leaves the task token where the command's end finds it.
 * Order: claim, gate, holds, preflight, send, record, token, one look; wakes at once where nothing is under way.
 * Repeatable: a batch that was claimed or sent before is taken up where it was left, and no command is sent twice
 * that Systems Manager knows of.
 * @throws whatever leaves it open whether the command was sent; the retry finds out
 */
export async function upgradeAgents(
  ports: SendingPorts,
  jobId: string,
  number: number,
  token: string,
  now: Date,
): Promise<void> {
  const batch = await send(ports, jobId, number, now);
  for (const commandId of batch.commandIds)
    await ports.tokens.put(commandId, token, forgetTokenAfter(ports.pace, batch, now));
  if (await isOver(ports, batch)) await ports.waker.wake(token);
}

async function send(ports: SendingPorts, jobId: string, number: number, now: Date): Promise<Batch> {
  const found = await ports.batches.get(jobId, number);
  if (found === undefined) throw new BrokenInvariant(`Batch ${number} of ${jobId} is not stored.`);
  switch (found.state) {
    case 'settled':
    case 'sent':
      return found;
    case 'claimed':
      return sendClaimed(ports, found, await findCommands(ports, found), now);
    case 'planned':
      return sendClaimed(ports, await ports.batches.save(claim(found, now)), [], now);
  }
}

type SentCommand = Awaited<ReturnType<Commands['find']>>[number];

/** The commands of this attempt that Systems Manager knows. */
export async function findCommands(
  ports: Pick<SendingPorts, 'commands'>,
  batch: Batch,
): Promise<readonly SentCommand[]> {
  const since = new Date(new Date(batch.claimedAt ?? 0).getTime() - CLOCK_MARGIN_MS);
  return ports.commands.find('package', commandComment(batch), since);
}

async function sendClaimed(
  ports: SendingPorts,
  claimed: Batch,
  known: readonly SentCommand[],
  now: Date,
): Promise<Batch> {
  const job = await loadJob(ports.jobs, claimed.jobId);
  const closes = closesAtOf(job, now);
  const open = job.gate.state === 'open' && closes !== undefined;
  if (!open && known.length === 0) return backOut(ports, claimed);
  const notAfter = earlier(notAfterOf(ports.pace, now), closes);
  const adopted = adopt(claimed, known, notAfter);
  return ports.batches.save(open ? await sendTheRest(ports, job, adopted, notAfter, now) : adopted);
}

/** When the job's window closes; never without one, and undefined where it is closed. */
const closesAtOf = ({ rollout }: Job, now: Date): Date | 'never' | undefined =>
  rollout.window === null ? 'never' : closesAt(rollout.window, now);

/** No switch begins outside the window: the script itself refuses. */
const earlier = (notAfter: Date, closes: Date | 'never' | undefined): Date =>
  closes instanceof Date && closes < notAfter ? closes : notAfter;

/** Nothing was sent and nothing will be: whoever claimed the batch before may have taken holds without writing so. */
export async function backOut(ports: Pick<SendingPorts, 'batches' | 'holds'>, claimed: Batch): Promise<Batch> {
  const { agentType, jobId } = claimed;
  await Promise.all(claimed.agents.map(({ node }) => ports.holds.release({ node, agentType, jobId })));
  return ports.batches.save(updateAgents(releaseClaim(claimed), (agent) => ({ ...agent, held: false })));
}

/** Takes over commands that were sent before the sender could write them down. */
export function adopt(batch: Batch, known: readonly SentCommand[], notAfter: Date): Batch {
  const nodes = new Set(known.flatMap(({ nodeIds }) => nodeIds));
  const running = updateAgents(batch, (agent) =>
    agent.state === 'pending' && nodes.has(nodeIdOf(agent.node)) ? start(agent) : undefined,
  );
  return { ...running, state: 'sent', commandIds: known.map(({ id }) => id), notAfter: notAfter.toISOString() };
}

async function sendTheRest(ports: SendingPorts, job: Job, batch: Batch, notAfter: Date, now: Date): Promise<Batch> {
  const held = await takeHolds(ports, batch, afterTheAttempt(ports.pace, notAfter), now);
  const ready = await preflight(ports, held);
  return sendCommands(ports, job, ready, pendingOf(ready), notAfter);
}

const pendingOf = (batch: Batch): readonly BatchAgent[] => batch.agents.filter(({ state }) => state === 'pending');

async function takeHolds(ports: SendingPorts, batch: Batch, until: Date, now: Date): Promise<Batch> {
  const holders = new Map<string, string>();
  await Promise.all(
    pendingOf(batch).map(async ({ agentUuid, node }) => {
      const refused = await ports.holds.acquire({ node, agentType: batch.agentType, jobId: batch.jobId, until }, now);
      if (refused !== undefined) holders.set(agentUuid, refused.heldBy);
    }),
  );
  return updateAgents(batch, (agent) => {
    if (agent.state !== 'pending') return undefined;
    const holder = holders.get(agent.agentUuid);
    if (holder === undefined) return { ...agent, held: true };
    return end(agent, { reason: 'AGENT_BUSY', error: `${holder} holds this agent.` });
  });
}

/** One id that is not managed makes Systems Manager refuse the whole command, and an offline node would wait inside it. */
async function preflight(ports: SendingPorts, batch: Batch): Promise<Batch> {
  const pending = pendingOf(batch);
  if (pending.length === 0) return batch;
  const connections = await ports.commands.connections(pending.map(({ node }) => nodeIdOf(node)));
  return updateAgents(batch, (agent) => {
    if (agent.state !== 'pending') return undefined;
    const connection = connections.get(nodeIdOf(agent.node));
    if (connection === 'online') return undefined;
    return end(agent, { reason: connection === 'offline' ? 'AGENT_OFFLINE' : 'NODE_NOT_MANAGED' });
  });
}

/** Sends to these agents; where one of their nodes is unknown after all, halves find it. */
async function sendCommands(
  ports: SendingPorts,
  job: Job,
  batch: Batch,
  agents: readonly BatchAgent[],
  notAfter: Date,
): Promise<Batch> {
  if (agents.length === 0) return batch;
  const among = new Set(agents.map(({ agentUuid }) => agentUuid));
  const each = (to: (agent: BatchAgent) => BatchAgent) =>
    updateAgents(batch, (agent) => (among.has(agent.agentUuid) ? to(agent) : undefined));
  try {
    const commandId = await sendCommand(ports, job, batch, agents, notAfter);
    return { ...each(start), commandIds: [...batch.commandIds, commandId] };
  } catch (error) {
    if (error instanceof CommandRejected)
      return each((agent) => end(agent, { reason: 'COMMAND_REJECTED', error: error.message }));
    if (!(error instanceof UnknownNode)) throw error;
    if (agents.length === 1) return each((agent) => end(agent, { reason: 'NODE_NOT_MANAGED' }));
    const half = Math.ceil(agents.length / 2);
    const first = await sendCommands(ports, job, batch, agents.slice(0, half), notAfter);
    return sendCommands(ports, job, first, agents.slice(half), notAfter);
  }
}

async function sendCommand(
  ports: SendingPorts,
  job: Job,
  batch: Batch,
  agents: readonly BatchAgent[],
  notAfter: Date,
): Promise<string> {
  const agentType = ports.agentTypes.get(batch.agentType);
  if (agentType === undefined)
    throw new CommandRejected(`This deployment no longer knows the agent type ${batch.agentType}.`);
  const version = await ports.catalogue.get(batch.agentType, job.targetVersion);
  if (version === undefined)
    throw new CommandRejected(`The catalogue no longer has ${batch.agentType} ${job.targetVersion}.`);
  return ports.commands.send({
    document: 'package',
    parameters: upgradeParameters(agentType, version, { id: attemptId(batch), notAfter }),
    nodeIds: agents.map(({ node }) => nodeIdOf(node)),
    comment: commandComment(batch),
    deliverySeconds: ports.pace.deliverySeconds,
  });
}

/** An event that came before the token was stored woke nobody: one look after storing it makes up for that. */
async function isOver(ports: SendingPorts, batch: Batch): Promise<boolean> {
  if (batch.state !== 'sent' || batch.agents.every(isDone)) return true;
  const lists = await Promise.all(batch.commandIds.map((id) => ports.commands.invocations(id)));
  const invocations = lists.flat();
  return invocations.length > 0 && invocations.every(({ over }) => over);
}

/** By then settling has found the attempt's outcome or given up (see settling.ts), with one execution time to spare. */
const afterTheAttempt = (pace: Pace, notAfter: Date): Date =>
  new Date(notAfter.getTime() + 3 * pace.executionSeconds * 1000);

const forgetTokenAfter = (pace: Pace, { notAfter }: Batch, now: Date): Date =>
  afterTheAttempt(pace, notAfter === null ? now : new Date(notAfter));
