import { nodeIdOf } from './agent.ts';
import { type Batch, type BatchAgent, type Ending, end, isDone, updateAgents } from './batch.ts';
import type { Job } from './job.ts';
import type { TargetDecision } from './rollout.ts';
import { isGone, type Sighting } from './sighting.ts';

/*
 * A simulated job goes the way of a real one up to where it would touch anybody: it looks, and sends nothing.
 */

/** What the world says of a batch's agents at this moment. */
export interface Sightings {
  /** The job that holds an agent, by agentUuid. */
  readonly holders: ReadonlyMap<string, string>;
  /** By node id. */
  readonly nodes: ReadonlyMap<string, Sighting>;
}

/** Ends every agent of the batch with what would keep it from being sent, or with SIMULATED. No attempt is counted. */
export function simulated(batch: Batch, sightings: Sightings): Batch {
  const ended = updateAgents(batch, (agent) => (isDone(agent) ? undefined : end(agent, endingOf(agent, sightings))));
  return { ...ended, state: 'settled' };
}

function endingOf(agent: BatchAgent, { holders, nodes }: Sightings): Ending {
  const holder = holders.get(agent.agentUuid);
  if (holder !== undefined) return { reason: 'AGENT_BUSY', error: `${holder} holds this agent.` };
  const sighting = nodes.get(nodeIdOf(agent.node));
  if (isGone(agent, sighting)) return { reason: 'NODE_TERMINATED' };
  switch (sighting) {
    case 'online':
      return { reason: 'SIMULATED' };
    case 'offline':
      return { reason: 'AGENT_OFFLINE' };
    case 'terminated':
    case 'forgotten':
    case undefined:
      return { reason: 'NODE_NOT_MANAGED' };
  }
}

/** What a real job would do with an agent that ended as SIMULATED. The inventory may be behind: only the node knows for sure. */
export function expectation(action: Job['action'], { version, oldVersion }: BatchDecision): string {
  if (oldVersion === version && action !== 'reinstall')
    return `It would be ALREADY_CURRENT: its node reported ${version} last.`;
  return `It would be sent from ${oldVersion ?? 'an unknown version'} to ${version}.`;
}

type BatchDecision = Extract<TargetDecision, { kind: 'batch' }>;
