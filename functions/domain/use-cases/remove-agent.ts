import { nodeOf } from '../agent.ts';
import { Refusal } from '../errors.ts';
import { type Fence, isInside, outsideFence } from '../fence.ts';
import type { Agents, Holds } from '../ports.ts';
import { agentNotFound, findAgent } from './find-agent.ts';

/**
 * Takes an agent out of the inventory; on its node nothing changes. A job that has planned it and not sent it yet goes on with it.
 * @throws Refusal where there is no such agent, it is outside the caller's fence, or a job is at work on it
 */
export async function removeAgent(
  ports: { readonly agents: Agents; readonly holds: Holds },
  agentUuid: string,
  fence: Fence | null,
  now: Date,
): Promise<void> {
  const agent = await findAgent(ports.agents, agentUuid, null);
  if (!isInside(fence, agent.tags)) throw outsideFence('The agent is');
  const heldBy = await ports.holds.holder(nodeOf(agent), agent.agentType, now);
  if (heldBy !== undefined) {
    const detail = `${heldBy} holds this agent; remove it once that job has ended or been cancelled.`;
    throw new Refusal('conflict', 'AGENT_BUSY', detail);
  }
  if (!(await ports.agents.remove(agentUuid))) throw agentNotFound();
}
