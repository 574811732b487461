import { type Agent, agentUuidSchema } from '../agent.ts';
import { Refusal } from '../errors.ts';
import { type Fence, isInside } from '../fence.ts';
import type { Agents } from '../ports.ts';

/** The agent that a caller asks for. @throws Refusal where there is none, or none within the fence */
export async function findAgent(agents: Agents, agentUuid: string, fence: Fence | null): Promise<Agent> {
  const agent = agentUuidSchema.safeParse(agentUuid).success ? await agents.get(agentUuid) : undefined;
  if (agent === undefined || !isInside(fence, agent.tags)) throw agentNotFound();
  return agent;
}

export const agentNotFound = (): Refusal =>
  new Refusal('not-found', 'AGENT_NOT_FOUND', 'No agent with this agentUuid is registered.');
