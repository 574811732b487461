import { nodeIdOf } from '../agent.ts';
import { type Batch, type BatchAgent, end, updateAgents } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Agents, Batches, Jobs } from '../ports.ts';
import { isGone } from '../sighting.ts';
import { applyVerification, endVerifying, unverified } from '../verifying.ts';
import { type SeeingPorts, seeNodes } from './see-nodes.ts';
import { type ProbingPorts, sendProbe } from './send-probe.ts';
import { stopWhereTooManyFailed } from './stop-where-too-many-failed.ts';

export type VerifyingPorts = ProbingPorts &
  SeeingPorts & { readonly jobs: Jobs; readonly batches: Batches; readonly agents: Agents };

/** Asks the nodes of a batch at the end of its wave's bake, and records what they say. Repeatable: asking changes nothing on a node. */
export async function verifyBatch(ports: VerifyingPorts, job: Job, batch: Batch, now: Date): Promise<'done' | 'poll'> {
  const told = endVerifying(await readAnswers(ports, batch), now);
  const next = told.state === 'verifying' ? await ask(ports, told, now) : told;
  await stopWhereTooManyFailed(ports, job, batch, next, now);
  await recordVersions(ports, batch, next, now);
  if (JSON.stringify(next) !== JSON.stringify(batch)) await ports.batches.save(next);
  return next.state === 'verifying' ? 'poll' : 'done';
}

async function readAnswers(ports: VerifyingPorts, batch: Batch): Promise<Batch> {
  const { probe } = batch;
  if (probe === null || probe.commandId === null) return batch;
  const invocations = await ports.commands.invocations(probe.commandId);
  const told = applyVerification(batch, invocations);
  const over = invocations.length > 0 && invocations.every((invocation) => invocation.over);
  return over ? { ...told, probe: { ...probe, commandId: null } } : told;
}

/** Asks those that have not answered and can be reached, unless they are being asked already. */
async function ask(ports: VerifyingPorts, batch: Batch, now: Date): Promise<Batch> {
  if (batch.probe !== null && batch.probe.commandId !== null) return batch;
  const silent = unverified(batch);
  const nodes = await seeNodes(
    ports,
    silent.map(({ node }) => nodeIdOf(node)),
  );
  const sightingOf = ({ node }: BatchAgent) => nodes.get(nodeIdOf(node));
  const left = updateAgents(batch, (agent) =>
    silent.includes(agent) && isGone(agent, sightingOf(agent)) ? end(agent, { reason: 'NODE_TERMINATED' }) : undefined,
  );
  const asked = await sendProbe(
    ports,
    left,
    silent.filter((agent) => sightingOf(agent) === 'online'),
    now,
  );
  // The last that were waited for may be gone.
  return endVerifying(asked, now);
}

async function recordVersions(ports: VerifyingPorts, before: Batch, after: Batch, now: Date): Promise<void> {
  const changed = after.agents.filter(({ newVersion }, index) => newVersion !== before.agents[index]?.newVersion);
  const reports = changed.flatMap(({ agentUuid, newVersion }) =>
    newVersion === null ? [] : [{ agentUuid, version: newVersion }],
  );
  if (reports.length > 0) await ports.agents.recordVersions(reports, now);
}
