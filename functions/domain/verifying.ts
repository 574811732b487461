import { nodeIdOf } from './agent.ts';
import { type Batch, type BatchAgent, end, isDone, settle, updateAgents } from './batch.ts';
import { type NodeReport, readAnyReport } from './node-result.ts';
import type { Pace } from './pace.ts';
import type { Invocation } from './ports.ts';

/*
 * The end of a bake: every node that the wave brought to the target version is asked whether it still runs it, healthy. One that does
 * not, or that cannot be asked in time, is failed after all.
 */

/** Begins asking: what is not answered by `verifyUntil` counts as unreachable. */
export const beginVerifying = (batch: Batch, pace: Pace, now: Date): Batch => ({
  ...batch,
  state: 'verifying',
  probe: null,
  verifyUntil: new Date(now.getTime() + (pace.deliverySeconds + pace.preparationSeconds) * 1000).toISOString(),
});

/** The agents whose nodes are to be asked, or have not answered yet. */
export const unverified = (batch: Batch): readonly BatchAgent[] =>
  batch.agents.filter(({ status, verified }) => status === 'success' && !verified);

/** Takes in what the nodes said. */
export function applyVerification(batch: Batch, invocations: readonly Invocation[]): Batch {
  return updateAgents(batch, (agent) => {
    if (agent.status !== 'success' || agent.verified) return undefined;
    const invocation = invocations.find(({ nodeId }) => nodeId === nodeIdOf(agent.node));
    const report = invocation?.over ? readAnyReport(invocation.output) : undefined;
    return report === undefined ? undefined : judge(agent, report, batch.reports);
  });
}

function judge(agent: BatchAgent, { version, healthy }: NodeReport, reports: readonly string[]): BatchAgent {
  if (healthy && version !== null && reports.includes(version)) return { ...agent, verified: true };
  const state = healthy ? 'healthy' : 'not healthy';
  const error = `At the end of the bake the node reports ${version ?? 'no version'}, ${state}.`;
  return end(agent, { reason: 'UNHEALTHY_AFTER_BAKE', error, newVersion: version });
}

/** Fails the agents that have not answered in time, and ends it once all have: the batch is settled, or parked as it was before. */
export function endVerifying(batch: Batch, now: Date): Batch {
  const isOverdue = batch.verifyUntil !== null && now > new Date(batch.verifyUntil);
  const error = 'At the end of the bake the node could not be asked.';
  const told = isOverdue
    ? updateAgents(batch, (agent) =>
        agent.status === 'success' && !agent.verified ? end(agent, { reason: 'NODE_UNREACHABLE', error }) : undefined,
      )
    : batch;
  if (unverified(told).length > 0) return told;
  const verified = { ...told, verified: true, probe: null };
  return verified.agents.every(isDone) ? settle(verified, now) : { ...verified, state: 'planned' };
}
