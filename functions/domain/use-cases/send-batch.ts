import { nodeIdOf } from '../agent.ts';
import { type Batch, type BatchAgent, commandComment, end, isWaiting, start, updateAgents } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Metrics } from '../metrics.ts';
import { forgetAfter, type Times } from '../pace.ts';
import { noteOffline, whenOffline } from '../parking.ts';
import { CommandRejected, type Commands, type Holds, NodeForbidden, UnknownNode } from '../ports.ts';
import { isGone } from '../sighting.ts';
import type { AttemptTimes } from './address-artifacts.ts';
import { commandParameters, type ParameterPorts } from './command-parameters.ts';
import { type SeeingPorts, seeNodes } from './see-nodes.ts';

export interface SendingPorts extends SeeingPorts, ParameterPorts {
  readonly holds: Holds;
  readonly commands: Commands;
  readonly metrics: Metrics;
}

/**
 * Leaves out the nodes that cannot be reached, takes holds, and sends one command to the agents that are left. An agent that could not
 * be sent is done, with its reason, or waits for its node where the job does. Undefined where nothing was sent, since the gate shut meanwhile.
 * @throws whatever leaves it open whether the command was sent
 */
export async function sendBatch(
  ports: SendingPorts,
  job: Job,
  batch: Batch,
  times: Times,
  now: Date,
  mayStillSend: () => Promise<boolean>,
): Promise<Batch | undefined> {
  const online = await preflight(ports, job, batch, now);
  const ready = await takeHolds(ports, job, online, forgetAfter(ports.pace, times.notAfter), now);
  // The looks before may have taken seconds, in which somebody paused the job or froze its agents.
  if (!(await mayStillSend())) return undefined;
  return sendCommands(ports, job, ready, pendingOf(ready), { ...times, now });
}

/** Those that are to be sent now. */
const pendingOf = (batch: Batch): readonly BatchAgent[] =>
  batch.agents.filter((agent) => agent.state === 'pending' && !isWaiting(agent));

async function takeHolds(ports: SendingPorts, job: Job, batch: Batch, until: Date, now: Date): Promise<Batch> {
  const holders = new Map<string, string>();
  const takenBack = job.source.kind === 'rollback' ? (job.parentJobId ?? undefined) : undefined;
  await Promise.all(
    pendingOf(batch).map(async ({ agentUuid, node }) => {
      const hold = { node, agentType: batch.agentType, jobId: batch.jobId, until };
      const taken = await ports.holds.acquire(hold, now, takenBack);
      if (taken === undefined) return;
      if ('heldBy' in taken) holders.set(agentUuid, taken.heldBy);
      else ports.metrics.add('HoldsExpired', 1);
    }),
  );
  return updateAgents(batch, (agent) => {
    if (agent.state !== 'pending' || isWaiting(agent)) return undefined;
    const holder = holders.get(agent.agentUuid);
    if (holder === undefined) return { ...agent, held: true };
    return end(agent, { reason: 'AGENT_BUSY', error: `${holder} holds this agent.` });
  });
}

/** One id that is not managed makes Systems Manager refuse the whole command, and an offline node would wait inside it. */
async function preflight(ports: SendingPorts, job: Job, batch: Batch, now: Date): Promise<Batch> {
  const pending = batch.agents.filter(({ state }) => state === 'pending');
  const nodes = await seeNodes(
    ports,
    pending.map(({ node }) => nodeIdOf(node)),
  );
  const sightingOf = ({ node }: BatchAgent) => nodes.get(nodeIdOf(node));
  const isOnline = (agent: BatchAgent) => sightingOf(agent) === 'online';
  // Whoever is not sent holds nothing: an attempt before may have taken the hold, or died after taking it.
  const absent = pending.filter((agent) => !isOnline(agent));
  await release(ports, batch, absent);
  const seen = updateAgents(batch, (agent) => {
    if (agent.state !== 'pending') return undefined;
    if (isOnline(agent)) return isWaiting(agent) ? { ...agent, reason: null } : undefined;
    if (isGone(agent, sightingOf(agent))) return end({ ...agent, held: false }, { reason: 'NODE_TERMINATED' });
    if (sightingOf(agent) !== 'offline') return end({ ...agent, held: false }, { reason: 'NODE_NOT_MANAGED' });
    return whenOffline(job, batch, { ...agent, held: false }, now);
  });
  return noteOffline(seen, now);
}

async function release(ports: SendingPorts, { agentType, jobId }: Batch, agents: readonly BatchAgent[]): Promise<void> {
  await Promise.all(agents.map(({ node }) => ports.holds.release({ node, agentType, jobId })));
}

/** Sends to these agents; where one of their nodes is unknown after all, or is none of the deployment's, halves find it. */
async function sendCommands(
  ports: SendingPorts,
  job: Job,
  batch: Batch,
  agents: readonly BatchAgent[],
  times: Times & AttemptTimes,
): Promise<Batch> {
  if (agents.length === 0) return batch;
  const among = new Set(agents.map(({ agentUuid }) => agentUuid));
  const each = (to: (agent: BatchAgent) => BatchAgent) =>
    updateAgents(batch, (agent) => (among.has(agent.agentUuid) ? to(agent) : undefined));
  try {
    const commandId = await ports.commands.send({
      document: batch.recipe,
      documentVersion: job.documentVersions[batch.recipe],
      parameters: await commandParameters(ports, job, batch, times),
      nodeIds: agents.map(({ node }) => nodeIdOf(node)),
      comment: commandComment(batch),
      deliverySeconds: times.deliverySeconds,
    });
    return { ...each(start), commandIds: [...batch.commandIds, commandId] };
  } catch (error) {
    const isOfOneNode = error instanceof UnknownNode || error instanceof NodeForbidden;
    if (error instanceof CommandRejected || (error instanceof NodeForbidden && agents.length === 1))
      return each((agent) => end(agent, { reason: 'COMMAND_REJECTED', error: error.message }));
    if (!isOfOneNode) throw error;
    if (agents.length === 1) return each((agent) => end(agent, { reason: 'NODE_NOT_MANAGED' }));
    const half = Math.ceil(agents.length / 2);
    const first = await sendCommands(ports, job, batch, agents.slice(0, half), times);
    return sendCommands(ports, job, first, agents.slice(half), times);
  }
}
