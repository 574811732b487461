import type { Artifact } from '../node/artifacts.ts';
import { type DemoAgent, demoAgentType } from './demo-nodes.ts';
import type { FleetApi } from './fleet-api.ts';

/** Publishes the versions and registers the agents over the API, with an administrator's token. Throws where it refuses. */
export async function register(
  api: Pick<FleetApi, 'call'>,
  artifacts: readonly Artifact[],
  agents: readonly DemoAgent[],
): Promise<void> {
  const agentType = demoAgentType.name;
  for (const { version, url, sha256 } of artifacts)
    await api.call('POST', '/api/v1/versions', { agentType, version, artifact: { url, sha256 } });
  for (const { agentUuid, nodeId } of agents)
    await api.call('PUT', `/api/v1/agents/${agentUuid}`, { agentType, nodeId });
}
