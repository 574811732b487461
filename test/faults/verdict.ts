import type { AgentHealth } from '../../local/node/demo-fleet.ts';
import type { Played } from './fault.ts';

/** What a job's answer says of an agent. */
export interface AnsweredAgent {
  readonly agentUuid: string;
  readonly status: string | null;
  readonly reason: string | null;
  readonly oldVersion: string | null;
}

/** With these a job says itself that the agent may have changed, or is not well. */
const MAY_HAVE_CHANGED: ReadonlySet<string> = new Set([
  'NODE_UNREACHABLE',
  'ROLLBACK_FAILED',
  'AGENT_UNHEALTHY',
  'UNHEALTHY_AFTER_BAKE',
  'VERSION_MISMATCH',
  'REBOOT_REQUIRED',
]);

export interface Verdict {
  readonly ended: boolean;
  /** A sentence for each agent of which the job says what its node does not. */
  readonly wrong: readonly string[];
  /** Agents without an outcome. */
  readonly lost: readonly string[];
}

/** Compares what a job says of its agents with what their nodes say. */
export function verdictOn({ agents, agentUuids, nodes, target }: Played): Verdict {
  const outcomes = new Map(agents?.map((agent) => [agent.agentUuid, agent]));
  const lost = agentUuids.filter((agentUuid) => (outcomes.get(agentUuid)?.status ?? null) === null);
  const wrong = [...outcomes.values()].flatMap((agent) => {
    const node = nodes.get(agent.agentUuid);
    if (agent.status === null || !nodes.has(agent.agentUuid) || isTrue(agent, node, target)) return [];
    return [
      `${agent.agentUuid} is ${agent.status} (${agent.reason}), and its node says ${JSON.stringify(node ?? 'nothing')}`,
    ];
  });
  return { ended: agents !== undefined, wrong, lost };
}

function isTrue({ status, reason, oldVersion }: AnsweredAgent, node: AgentHealth | undefined, target: string): boolean {
  const isAtTarget = node?.version === target && node.healthy;
  if (status === 'success') return isAtTarget;
  if (MAY_HAVE_CHANGED.has(reason ?? '')) return true;
  if (isAtTarget) return false;
  // Nothing changed, it says: then the agent is as well as before.
  return oldVersion === null || (node?.version === oldVersion && node.healthy);
}
