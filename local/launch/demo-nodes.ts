import { join } from 'node:path';
import { agentTypeSchema } from '../../functions/domain/agent-type.ts';
import { systemClock } from '../clock.ts';
import type { AgentVersion } from '../node/artifacts.ts';
import { DEMO_AGENT_TYPE } from '../node/definition.ts';
import { type AgentHealth, DemoFleet } from '../node/demo-fleet.ts';
import type { SsmHost } from '../ssm/host.ts';
import { RealNode } from '../ssm/real-node.ts';
import type { Running } from '../stack/running.ts';

/** The demo agent as the stack knows it; one that is not healthy within 5 s is taken back. */
export const demoAgentType = agentTypeSchema.parse({ ...DEMO_AGENT_TYPE, healthTimeoutSeconds: 5 });

/** What the agents run at first. */
export const installed: AgentVersion = { version: '1.4.2', healthy: true };
/**
 * What can be upgraded to: two versions that work, the second after a while, one whose agents start but never become healthy, and one
 * whose agents are well for some seconds, long enough for the node's own check.
 */
export const published: readonly AgentVersion[] = [
  installed,
  { version: '1.5.0', healthy: true },
  { version: '1.5.1', healthy: true, healthyFrom: 3 },
  { version: '1.6.0', healthy: false },
  { version: '1.7.0', healthy: true, healthyUntil: 5 },
];

export interface DemoAgent {
  readonly agentUuid: string;
  readonly nodeId: string;
}

/** `item1` on `mi-00000000000000001`, and so on. */
export function demoAgents(count: number): DemoAgent[] {
  return Array.from({ length: count }, (_, index) => ({
    agentUuid: `item${index + 1}`,
    nodeId: `mi-${(index + 1).toString(16).padStart(17, '0')}`,
  }));
}

/** An agent, and how to ask it itself. */
export interface RunningAgent extends DemoAgent {
  health(): Promise<AgentHealth | undefined>;
}

/** Starts a real agent process on a node of its own for each; answers the agents. */
export async function startNodes(
  folder: string,
  agents: readonly DemoAgent[],
  ssm: SsmHost,
  running: Running,
): Promise<readonly RunningAgent[]> {
  const nodeIds = agents.map(({ nodeId }) => nodeId);
  const fleet = await DemoFleet.start(join(folder, 'nodes'), nodeIds, installed);
  running.add(() => fleet.stop());
  for (const { id, directory } of fleet.nodes) ssm.addNode(new RealNode({ id, directory, clock: systemClock }));
  return fleet.nodes.flatMap((node) => {
    const agent = agents.find(({ nodeId }) => nodeId === node.id);
    return agent === undefined ? [] : [{ ...agent, health: () => fleet.health(node) }];
  });
}
