import { MemoryNodes } from '../fakes/memory-nodes.ts';
import { now } from '../fixtures.ts';
import { nodesContract } from './nodes.ts';

nodesContract('the in-memory twin', async () => {
  const nodes = new MemoryNodes();
  return {
    nodes,
    instances: nodes,
    put: (seen) => nodes.put({ ...seen, node: { ...seen.node, lastPingAt: now.toISOString() } }),
    remove: (nodeId) => nodes.remove(nodeId),
    stop: async () => undefined,
  };
});
