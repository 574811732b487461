import type { Agent, AgentRegistration } from '../agent.ts';
import type { AgentType } from '../agent-type.ts';
import { Refusal } from '../errors.ts';
import type { Agents } from '../ports.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Registers an agent of this deployment's own account and region. @throws Refusal where the agent type is unknown or the node has such an agent */
export async function registerAgent(
  ports: { readonly agents: Agents; readonly agentTypes: ReadonlyMap<string, AgentType> },
  agentUuid: string,
  registration: AgentRegistration,
  place: Place,
  now: Date,
): Promise<Agent> {
  refuseUnknownType(ports.agentTypes, registration.agentType);
  return ports.agents.register({
    agentUuid,
    ...registration,
    ...place,
    version: null,
    versionReportedAt: null,
    registeredAt: now.toISOString(),
  });
}

/** @throws Refusal that names the agent types of this deployment */
export function refuseUnknownType(agentTypes: ReadonlyMap<string, AgentType>, name: string): void {
  if (agentTypes.has(name)) return;
  const known = [...agentTypes.keys()].join(', ');
  throw new Refusal(
    'unacceptable',
    'AGENT_TYPE_UNKNOWN',
    `There is no agent type ${name}; this deployment knows ${known}.`,
  );
}
