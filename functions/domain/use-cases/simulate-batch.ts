import { nodeIdOf } from '../agent.ts';
import type { Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Batches, Holds } from '../ports.ts';
import { simulated } from '../simulation.ts';
import { loadBatch } from './load-batch.ts';
import { type SeeingPorts, seeNodes } from './see-nodes.ts';

export interface SimulatingPorts extends SeeingPorts {
  readonly batches: Batches;
  readonly holds: Pick<Holds, 'holder'>;
}

/**
 * Looks at the agents of a simulated job's batch and settles it at once. Writes nothing but the batch: no claim, since two that look at
 * the same time do no harm, no hold, and no version. A gate that is not open leaves the batch as it is.
 */
export async function simulateBatch(ports: SimulatingPorts, job: Job, number: number, now: Date): Promise<Batch> {
  const batch = await loadBatch(ports.batches, job.id, number);
  if (batch.state === 'settled' || job.gate.state !== 'open') return batch;
  const holders = await holdersOf(ports.holds, batch, now);
  const free = batch.agents.filter(({ agentUuid }) => !holders.has(agentUuid)).map(({ node }) => nodeIdOf(node));
  return ports.batches.save(simulated(batch, { holders, nodes: await seeNodes(ports, free) }));
}

async function holdersOf(
  holds: SimulatingPorts['holds'],
  { agents, agentType }: Batch,
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    agents.map(async ({ agentUuid, node }) => [agentUuid, await holds.holder(node, agentType, now)] as const),
  );
  return new Map(found.flatMap(([agentUuid, holder]) => (holder === undefined ? [] : [[agentUuid, holder]])));
}
