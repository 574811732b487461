import { type Agent, type AgentRegistration, agentUuidSchema, derivedUuid } from '../agent.ts';
import type { AgentType } from '../agent-type.ts';
import { Refusal } from '../errors.ts';
import { type Fence, isInside, outsideFence } from '../fence.ts';
import type { Agents } from '../ports.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * Registers an agent of this deployment's own account and region.
 * @throws Refusal where the name or the agent type is none, or the node has such an agent; where it is not the caller's to register
 */
export async function registerAgent(
  ports: { readonly agents: Agents; readonly agentTypes: ReadonlyMap<string, AgentType> },
  agentUuid: string,
  registration: AgentRegistration,
  place: Place,
  fence: Fence | null,
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
  if (fence !== null) await refuseOutside(ports.agents, agentUuid, { ...registration, ...place }, fence);
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

/**
 * With a fence, tags may be changed that leave the agent inside, and nothing else: whoever names the node of an agent, and its tags, would have any
 * node inside.
 */
async function refuseOutside(
  agents: Agents,
  agentUuid: string,
  wanted: AgentRegistration & Place,
  fence: Fence,
): Promise<void> {
  const known = await agents.get(agentUuid);
  const isKnownInside =
    known !== undefined && isInside(fence, known.tags) && derivedUuid(known) === derivedUuid(wanted);
  if (!isKnownInside) throw outsideFence('An agent that is new, elsewhere, or on another node may be');
  if (!isInside(fence, wanted.tags)) throw outsideFence('With these tags the agent would be');
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
