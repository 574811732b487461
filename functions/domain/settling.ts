import { nodeIdOf } from './agent.ts';
import { attemptId, type Batch, type BatchAgent, end, lose, updateAgents } from './batch.ts';
import { endingOfReport, endingOfResult } from './outcome.ts';
import type { Pace } from './pace.ts';
import type { Invocation } from './ports.ts';
import { readReport, readResult } from './recipes/package.ts';

/*
 * How a batch that was sent comes to the outcomes of its agents: pure steps over what Systems Manager and the nodes say.
 * A result line ends an attempt. A command that is over without one, or that is never over, leaves its outcome unknown,
 * and then only the node's own report ends it.
 */

type Invocations = readonly Invocation[];

const of = (agent: BatchAgent, invocations: Invocations): Invocation | undefined =>
  invocations.find(({ nodeId }) => nodeId === nodeIdOf(agent.node));

const isAfter = (now: Date, batch: Batch, seconds: number): boolean =>
  batch.notAfter !== null && now.getTime() > new Date(batch.notAfter).getTime() + seconds * 1000;

/** Takes in what the attempt's own commands say. */
export function applyCommand(batch: Batch, invocations: Invocations, targetVersion: string, now: Date): Batch {
  return updateAgents(batch, (agent) => {
    switch (agent.state) {
      case 'pending': // The batch is sent without this agent: the gate closed in between.
        return end(agent, { reason: 'NOT_STARTED' });
      case 'running':
      case 'unknown':
        return fromInvocation(batch, agent, of(agent, invocations), targetVersion, now);
      case 'verifying':
      case 'done':
        return undefined;
    }
  });
}

function fromInvocation(
  batch: Batch,
  agent: BatchAgent,
  invocation: Invocation | undefined,
  targetVersion: string,
  now: Date,
) {
  const result = invocation?.over ? readResult(invocation.output, attemptId(batch)) : undefined;
  if (result !== undefined) return end(agent, endingOfResult(result, targetVersion));
  if (agent.state === 'unknown') return undefined;
  if (invocation?.over) return lose(agent, invocation.detail);
  return isAfter(now, batch, 0) ? lose(agent, invocation?.detail ?? 'Not Listed') : undefined;
}

/** Takes in what the probe's commands say of the agents with an unknown outcome. */
export function applyProbe(batch: Batch, invocations: Invocations, targetVersion: string, now: Date): Batch {
  return updateAgents(batch, (agent) => {
    if (agent.state !== 'unknown') return undefined;
    const invocation = of(agent, invocations);
    const report = invocation?.over ? readReport(invocation.output, attemptId(batch)) : undefined;
    if (report === undefined) return undefined;
    const ending = endingOfReport(report, targetVersion, !isAfter(now, batch, 0), agent.error ?? '');
    return ending === undefined ? undefined : end(agent, ending);
  });
}

/** Ends what cannot be found out: long after the attempt's script must be over, the node still gives no answer. */
export function giveUp(batch: Batch, pace: Pace, now: Date): Batch {
  if (!isAfter(now, batch, pace.executionSeconds)) return batch;
  return updateAgents(batch, (agent) =>
    agent.state === 'unknown'
      ? end(agent, {
          reason: 'NODE_UNREACHABLE',
          error: `The command ended as "${agent.error ?? ''}", and the node could not be asked.`,
        })
      : undefined,
  );
}
