import { type Agent, agentUuidSchema } from '../agent.ts';
import { Refusal } from '../errors.ts';
import type { Agents } from '../ports.ts';

/** The agent that a caller asks for. @throws Refusal where there is none */
export async function findAgent(agents: Agents, agentUuid: string): Promise<Agent> {
  const agent = agentUuidSchema.safeParse(agentUuid).success ? await agents.get(agentUuid) : undefined;
  if (agent === undefined) throw agentNotFound();
  return agent;
}

export const agentNotFound = (): Refusal =>
  new Refusal('not-found', 'AGENT_NOT_FOUND', 'No agent with this agentUuid is registered.');
