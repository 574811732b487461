import { nodeIdOf } from '../agent.ts';
import type { AgentType } from '../agent-type.ts';
import { attemptId, type Batch, type BatchAgent, commandComment } from '../batch.ts';
import type { Pace } from '../pace.ts';
import type { Commands } from '../ports.ts';
import { reportParametersOf } from '../recipes/recipes.ts';

export interface ProbingPorts {
  readonly commands: Commands;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
  readonly pace: Pace;
}

/** Sends the probe, which changes nothing, to the nodes of these agents. */
export async function sendProbe(
  ports: ProbingPorts,
  batch: Batch,
  agents: readonly BatchAgent[],
  now: Date,
): Promise<Batch> {
  const agentType = ports.agentTypes.get(batch.agentType);
  if (agents.length === 0 || agentType === undefined) return batch;
  const commandId = await ports.commands.send({
    document: 'report',
    parameters: reportParametersOf(agentType, attemptId(batch)),
    nodeIds: agents.map(({ node }) => nodeIdOf(node)),
    comment: `${commandComment(batch)}/report`,
    deliverySeconds: ports.pace.deliverySeconds,
  });
  return { ...batch, probe: { commandId, sentAt: now.toISOString() } };
}
