import { type AgentState, type Batch, type BatchAgent, isEnd, isWaiting, LONGEST_ERROR } from './batch.ts';
import type { Job } from './job.ts';
import { endOfWaiting } from './parking.ts';
import type { TargetChunk } from './ports.ts';
import { type AgentReasonCode, agentReasons, type ProgressReasonCode } from './reasons.ts';
import type { TargetDecision } from './rollout.ts';
import { expectation } from './simulation.ts';

/** One agent of a job as callers see it. */
export interface AgentResult {
  readonly agentUuid: string;
  readonly oldVersion: string | null;
  readonly newVersion: string | null;
  /** Null until the agent is done; `excluded` where its node was terminated, so that it is outside of what the job is about. */
  readonly status: 'success' | 'failed' | 'excluded' | null;
  readonly error: string | null;
  readonly state: AgentState;
  readonly reason: AgentReasonCode | ProgressReasonCode | null;
  /** What a real job would do with an agent that was simulated. */
  readonly detail?: string;
}

/** The agents of these chunks in the caller's order. An agent that a finished job never came to is failed with NOT_STARTED. */
export function agentResults(job: Job, chunks: readonly TargetChunk[], batches: readonly Batch[]): AgentResult[] {
  const inBatch = new Map(batches.flatMap(({ agents }) => agents.map((agent) => [agent.agentUuid, agent] as const)));
  return chunks.flatMap(({ targets, decisions }) =>
    targets.map((agentUuid, index) => {
      const agent = inBatch.get(agentUuid);
      const result = agentResult(job, agentUuid, decisions?.[index], agent);
      return job.phase === 'done' && result.state !== 'done' ? neverStarted(job, result, agent) : result;
    }),
  );
}

function agentResult(
  job: Job,
  agentUuid: string,
  decision: TargetDecision | undefined,
  agent: BatchAgent | undefined,
): AgentResult {
  if (agent !== undefined) {
    const { oldVersion, newVersion, status, error, state, reason } = agent;
    const detail = reason === 'SIMULATED' &&
      decision?.kind === 'batch' && { detail: expectation(job.action, decision) };
    return { agentUuid, oldVersion, newVersion, status, error, state, reason, ...detail };
  }
  const waiting = {
    agentUuid,
    oldVersion: null,
    newVersion: null,
    status: null,
    error: null,
    state: 'pending',
    reason: null,
  } as const;
  if (decision?.kind !== 'done') return waiting;
  const { status, sentence } = agentReasons[decision.reason];
  const error = (decision.detail ?? sentence).slice(0, LONGEST_ERROR);
  return {
    ...waiting,
    oldVersion: decision.oldVersion,
    status,
    error,
    state: 'done',
    reason: decision.reason,
  };
}

function neverStarted(job: Job, result: AgentResult, agent: BatchAgent | undefined): AgentResult {
  // It was tried and was to be tried again: what the first attempt failed of is its end.
  if (result.reason !== null && isEnd(result.reason)) return { ...result, status: 'failed', state: 'done' };
  const why = job.gate.state === 'closed' ? ` ${job.gate.detail}` : '';
  const reason = agent !== undefined && isWaiting(agent) ? endOfWaiting(agent) : 'NOT_STARTED';
  const error = (agentReasons[reason].sentence + why).slice(0, LONGEST_ERROR);
  return { ...result, status: 'failed', error, state: 'done', reason };
}

/** Does the agent count? */
export const isIncluded = ({ status }: AgentResult): boolean => status !== 'excluded';

export interface Progress {
  /** Agents that are not excluded. */
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Of the succeeded: already at the target, so nothing was done. */
  readonly skipped: number;
  readonly running: number;
  readonly pending: number;
  /** Whole percent of the agents that are done, rounded down: 100 means all. */
  readonly percent: number;
}

export function progressOf(all: readonly AgentResult[]): Progress {
  const results = all.filter(isIncluded);
  const count = (is: (result: AgentResult) => boolean) => results.filter(is).length;
  const succeeded = count(({ status }) => status === 'success');
  const failed = count(({ status }) => status === 'failed');
  const pending = count(({ state }) => state === 'pending');
  return {
    total: results.length,
    succeeded,
    failed,
    skipped: count(({ reason }) => reason === 'ALREADY_CURRENT'),
    running: results.length - succeeded - failed - pending,
    pending,
    percent: results.length === 0 ? 0 : Math.floor((100 * (succeeded + failed)) / results.length),
  };
}
