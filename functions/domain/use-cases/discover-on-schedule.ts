import { isDue } from '../walk.ts';
import { type Discovery, type DiscoveryPorts, type DiscoveryRun, discoverAgents } from './discover-agents.ts';

/**
 * Begins a walk over the nodes where the last one began long enough ago, or goes on with the one under way; undefined where it is not time.
 * @throws ConcurrentWrite where a caller took over the walk
 */
export async function discoverOnSchedule(
  ports: DiscoveryPorts,
  run: Omit<DiscoveryRun, 'dryRun'>,
  everyMinutes: number,
): Promise<Discovery | undefined> {
  if (!isDue(await ports.walks.last(), everyMinutes, run.now)) return undefined;
  return discoverAgents(ports, { ...run, dryRun: false });
}
