import type { Agent } from '../agent.ts';
import { missing } from '../discovery.ts';
import type { Connections } from '../ports.ts';
import { type Looking, type LookingPorts, noteVanished } from './look-at-nodes.ts';

/** Systems Manager is asked for at most 50 nodes at once. */
const NODES_AT_ONCE = 50;

/**
 * Marks the agents whose nodes a whole walk did not see and Systems Manager, asked for each of them by name, does not know: pages of nodes
 * that come and go meanwhile may leave one out. Answers false where the time was over before the end; who is marked by then stays so.
 */
export async function markMissing(
  ports: Pick<LookingPorts, 'agents'> & { readonly connections: Connections },
  looking: Looking,
  seen: ReadonlySet<string>,
  hasTime: () => boolean,
): Promise<boolean> {
  const suspects = missing(looking.agents, seen, looking.now);
  for (let first = 0; first < suspects.length; first += NODES_AT_ONCE) {
    if (!hasTime()) return false;
    const group = suspects.slice(first, first + NODES_AT_ONCE);
    for (const agent of await unmanaged(ports.connections, group)) await noteVanished(ports, looking, agent);
  }
  return true;
}

async function unmanaged(connections: Connections, agents: readonly Agent[]): Promise<readonly Agent[]> {
  const managed = await connections.connections([...new Set(agents.map(({ nodeId }) => nodeId))]);
  return agents.filter(({ nodeId }) => !managed.has(nodeId));
}
