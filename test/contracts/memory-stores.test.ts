import { MemoryAgents } from '../fakes/memory-agents.ts';
import { memoryStores } from '../fakes/memory-stores.ts';
import { now } from '../fixtures.ts';
import { agentsAtOnceContract } from './agents-at-once.ts';
import { storesContract } from './stores.ts';

storesContract('the in-memory twins', async (clock) => memoryStores(clock));

// Each of its calls is one step.
agentsAtOnceContract('the in-memory twins', async () => {
  const stored = new MemoryAgents(() => now);
  return () => stored;
});
