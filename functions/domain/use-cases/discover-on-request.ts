import { ConcurrentWrite, Refusal } from '../errors.ts';
import { type Discovery, type DiscoveryPorts, type DiscoveryRun, discoverAgents } from './discover-agents.ts';

/** Discovers for a caller. @throws Refusal where another call took over the walk */
export async function discoverOnRequest(ports: DiscoveryPorts, run: DiscoveryRun): Promise<Discovery> {
  try {
    return await discoverAgents(ports, run);
  } catch (error) {
    if (!(error instanceof ConcurrentWrite)) throw error;
    const detail = 'Another call discovers agents at this moment and goes on with it. Ask again in a minute.';
    throw new Refusal('conflict', 'DISCOVERY_UNDER_WAY', detail);
  }
}
