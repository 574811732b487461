import type { DemoKind, Supply } from './demo-kind.ts';
import type { DemoAgent } from './demo-nodes.ts';
import { ApiRefusal, type FleetApi } from './fleet-api.ts';

/** Publishes the versions and registers the agents over the API, with an administrator's token. Throws where it refuses. */
export async function register(
  api: Pick<FleetApi, 'call'>,
  supplies: ReadonlyMap<DemoKind, Pick<Supply, 'publications'>>,
  agents: readonly DemoAgent[],
): Promise<void> {
  for (const [{ agentType }, { publications }] of supplies)
    for (const publication of publications)
      await api.call('POST', '/api/v1/versions', { agentType: agentType.name, ...publication });
  for (const { agentUuid, nodeId, kind } of agents)
    await api.call('PUT', `/api/v1/agents/${agentUuid}`, { agentType: kind.agentType.name, nodeId });
}

/** The agents that the API does not know yet. Throws where it refuses to tell. */
export async function unknownAgents<Agent extends DemoAgent>(
  api: Pick<FleetApi, 'call'>,
  agents: readonly Agent[],
): Promise<Agent[]> {
  const unknown: Agent[] = [];
  for (const agent of agents)
    await api.call('GET', `/api/v1/agents/${agent.agentUuid}`).catch((error: unknown) => {
      if (!(error instanceof ApiRefusal && error.status === 404)) throw error;
      unknown.push(agent);
    });
  return unknown;
}
