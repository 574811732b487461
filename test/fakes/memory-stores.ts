import { MemoryAgents } from './memory-agents.ts';
import { MemoryBatches } from './memory-batches.ts';
import { MemoryCatalogue } from './memory-catalogue.ts';
import { MemoryCommandTokens } from './memory-command-tokens.ts';
import { MemoryFreezes } from './memory-freezes.ts';
import { MemoryHolds } from './memory-holds.ts';
import { MemoryJobs } from './memory-jobs.ts';
import { MemoryPlans } from './memory-plans.ts';
import { MemoryRequests } from './memory-requests.ts';
import { MemoryWalks } from './memory-walks.ts';

export const memoryStores = (clock?: () => Date) => ({
  jobs: new MemoryJobs(),
  batches: new MemoryBatches(),
  agents: new MemoryAgents(clock),
  catalogue: new MemoryCatalogue(),
  freezes: new MemoryFreezes(),
  holds: new MemoryHolds(),
  plans: new MemoryPlans(),
  requests: new MemoryRequests(),
  tokens: new MemoryCommandTokens(),
  walks: new MemoryWalks(),
});
