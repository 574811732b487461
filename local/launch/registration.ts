import { setTimeout as delay } from 'node:timers/promises';
import type { Artifact } from '../node/artifacts.ts';
import { type DemoAgent, demoAgentType } from './demo-nodes.ts';

/** The API takes 20 requests a second and route, so that more agents than its burst have to wait now and then. */
const THROTTLED_WAIT_MS = 250;

/** Publishes the versions and registers the agents over the API, as an administrator would. Throws where it refuses. */
export async function register(
  baseUrl: string,
  adminToken: string,
  artifacts: readonly Artifact[],
  agents: readonly DemoAgent[],
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<void> {
  const call = async (method: string, path: string, body: object): Promise<void> => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    const response = await fetch(`${baseUrl}${path}`, { method, headers, body: JSON.stringify(body) });
    const answer = await response.text();
    if (response.ok) return;
    if (response.status !== 429) throw new Error(`${method} ${path} was answered with ${response.status}: ${answer}`);
    await wait(THROTTLED_WAIT_MS);
    await call(method, path, body);
  };
  const agentType = demoAgentType.name;
  for (const { version, url, sha256 } of artifacts)
    await call('POST', '/api/v1/versions', { agentType, version, artifact: { url, sha256 } });
  for (const { agentUuid, nodeId } of agents) await call('PUT', `/api/v1/agents/${agentUuid}`, { agentType, nodeId });
}
