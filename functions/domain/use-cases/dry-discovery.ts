import type { Walks } from '../discovery-ports.ts';
import type { Walk } from '../walk.ts';
import type { DiscoveryPorts } from './discover-agents.ts';

/** The same ports, over which nothing is written: the walk is kept in memory, and what was not there counts as created. */
export const dryRun = (ports: DiscoveryPorts): DiscoveryPorts => ({
  ...ports,
  walks: passingWalks(),
  agents: {
    list: (limit, cursor) => ports.agents.list(limit, cursor),
    atPlaces: (places) => ports.agents.atPlaces(places),
    observe: async () => 'created',
    markVanished: async () => undefined,
  },
});

function passingWalks(): Walks {
  const seen = new Set<string>();
  return {
    last: async () => undefined,
    save: async (walk: Walk) => ({ ...walk, revision: walk.revision + 1 }),
    keepSeen: async (_walk, _chunk, nodeIds) => {
      for (const nodeId of nodeIds) seen.add(nodeId);
    },
    seen: async () => seen,
  };
}
