import type { Agent } from '../../../functions/domain/agent.ts';
import {
  type Discovery,
  type DiscoveryPorts,
  discoverAgents,
} from '../../../functions/domain/use-cases/discover-agents.ts';
import { MemoryAgents } from '../../fakes/memory-agents.ts';
import { MemoryNodes } from '../../fakes/memory-nodes.ts';
import { MemoryWalks } from '../../fakes/memory-walks.ts';
import { agentType, now, seenNode } from '../../fixtures.ts';

const demo = { ...agentType, discovery: { applications: ['demo-agent'] } };

/** Nodes, an inventory and a clock, all in memory, and how often an agent was written. */
export class DiscoveryWorld {
  now = now;
  readonly nodes = new MemoryNodes();
  readonly agents = new MemoryAgents(() => this.now);
  readonly walks = new MemoryWalks();
  /** The agents that were written, as calls that had something to write. */
  readonly written: string[] = [];
  readonly home = { account: '111122223333', region: 'eu-west-1' };

  ports(change: Partial<DiscoveryPorts> = {}): DiscoveryPorts {
    return {
      nodes: this.nodes,
      instances: this.nodes,
      connections: this.nodes,
      walks: this.walks,
      agentTypes: new Map([[demo.name, demo]]),
      agents: {
        list: (limit, cursor) => this.agents.list(limit, cursor),
        atPlaces: (places) => this.agents.atPlaces(places),
        observe: (seen) => {
          this.written.push(seen.agentUuid);
          return this.agents.observe(seen);
        },
        markVanished: (agentUuid, at) => {
          this.written.push(agentUuid);
          return this.agents.markVanished(agentUuid, at);
        },
      },
      ...change,
    };
  }

  /** So many nodes with the demo agent. */
  withNodes(count: number): this {
    for (let index = 1; index <= count; index += 1) this.nodes.put(seenNode(index));
    return this;
  }

  /** @param pages how many pages there is time for; all unless given */
  discover(pages = Number.POSITIVE_INFINITY, change: Partial<DiscoveryPorts> = {}, dryRun = false): Promise<Discovery> {
    let left = pages;
    const hasTime = () => left-- > 0;
    return discoverAgents(this.ports(change), { home: this.home, now: this.now, hasTime, dryRun });
  }

  pass(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  async all(): Promise<readonly Agent[]> {
    return (await this.agents.list(1_000_000, null)).items;
  }
}
