import { type Agent, type AgentRegistration, agentUuidSchema } from '../agent.ts';
import type { AgentType } from '../agent-type.ts';
import { Refusal } from '../errors.ts';
import type { Agents } from '../ports.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Registers an agent of this deployment's own account and region. @throws Refusal where the name or the agent type is none, or the node has such an agent */
export async function registerAgent(
  ports: { readonly agents: Agents; readonly agentTypes: ReadonlyMap<string, AgentType> },
  agentUuid: string,
  registration: AgentRegistration,
  place: Place,
  now: Date,
): Promise<Agent> {
  if (!agentUuidSchema.safeParse(agentUuid).success) {
    throw new Refusal(
      'malformed',
      'AGENT_UUID_INVALID',
      'An agentUuid has letters, digits and : . _ @ + -, at most 200 of them.',
    );
  }
  knownType(ports.agentTypes, registration.agentType);
  return ports.agents.register({
    agentUuid,
    ...registration,
    ...place,
    version: null,
    versionReportedAt: null,
    versions: [],
    platform: null,
    connection: null,
    lastSeenAt: null,
    origin: 'registered',
    vanishedAt: null,
    registeredAt: now.toISOString(),
  });
}

/** @throws Refusal that names the agent types of this deployment */
export function knownType(agentTypes: ReadonlyMap<string, AgentType>, name: string): AgentType {
  const agentType = agentTypes.get(name);
  if (agentType !== undefined) return agentType;
  const known = [...agentTypes.keys()].join(', ');
  throw new Refusal(
    'unacceptable',
    'AGENT_TYPE_UNKNOWN',
    `There is no agent type ${name}; this deployment knows ${known}.`,
  );
}
