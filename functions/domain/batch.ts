import * as z from 'zod';
import { agentReasonSchema, progressReasonSchema } from './agent-reason.ts';
import { type AgentReasonCode, agentReasons, type ProgressReasonCode } from './reasons.ts';
import { recipeNames } from './recipes/recipes.ts';
import { LARGEST_BATCH } from './rollout.ts';

export const agentStates = ['pending', 'running', 'verifying', 'unknown', 'done'] as const;
export type AgentState = (typeof agentStates)[number];

const batchAgentSchema = z.strictObject({
  agentUuid: z.string(),
  /** `account:region:nodeId` */
  node: z.string(),
  state: z.enum(agentStates),
  status: z.enum(['success', 'failed', 'excluded']).nullable(),
  /** Versions as the node reported them, the old one at the latest before the job began; null where it did not. */
  oldVersion: z.string().nullable(),
  newVersion: z.string().nullable(),
  /** Why the agent is where it is; null before anything happened. */
  reason: z.union([agentReasonSchema, progressReasonSchema]).nullable(),
  /** What went wrong, for people; null where nothing did. */
  error: z.string().nullable(),
  /** Attempts that were sent. */
  attempts: z.int().min(0),
  /** Does the job hold the agent? */
  held: z.boolean(),
  /** Did its node say at the end of the bake that it is still well? */
  verified: z.boolean(),
});
export type BatchAgent = z.infer<typeof batchAgentSchema>;

/**
 * planned: nothing is sent · claimed: somebody is sending, or died while sending · sent: commands may be under way ·
 * settled: every agent is done and the effects are recorded · verifying: settled, and its nodes are asked again at the end of the bake.
 */
const batchStates = ['planned', 'claimed', 'sent', 'settled', 'verifying'] as const;

export const batchSchema = z.strictObject({
  jobId: z.string(),
  number: z.int().min(0),
  agentType: z.string(),
  /** The recipe of the agent type when it was planned: whatever became of the type since, its commands are found by it. */
  recipe: z.enum(recipeNames),
  /** The version that its agents are to run. */
  targetVersion: z.string(),
  /** What an agent may report that runs the target version. */
  reports: z.array(z.string()).min(1),
  /** The lane that all its agents are in; null where none limits them. */
  lane: z.string().nullable(),
  /** The network by which all its nodes fetch the artifact, as it was called when it was planned; null where nothing goes by one. */
  network: z.string().nullable(),
  state: z.enum(batchStates),
  /** The attempt that is planned or under way, from 1. */
  attempt: z.int().min(1),
  claimedAt: z.iso.datetime().nullable(),
  /** When the first attempt that was not given up before it sent was claimed, and when every agent was done for the first time. The defaults are for batches that were stored before these. */
  begunAt: z.iso.datetime().nullable().default(null),
  settledAt: z.iso.datetime().nullable().default(null),
  /** Commands of this attempt; more than one only where a node had to be left out. */
  commandIds: z.array(z.string()),
  /** After this time no script of this attempt starts or switches. */
  notAfter: z.iso.datetime().nullable(),
  /** The newest command that asks nodes with an unknown outcome what happened; `commandId` is null once it is over. */
  probe: z.strictObject({ commandId: z.string().nullable(), sentAt: z.iso.datetime() }).nullable(),
  /** Were the nodes asked to end this attempt? */
  cancelled: z.boolean(),
  /** Did the nodes say at the end of the wave's bake that they still run the target version, healthy? */
  verified: z.boolean(),
  /** By then a node that is asked at the end of the bake has answered, or it cannot be asked. */
  verifyUntil: z.iso.datetime().nullable(),
  /** When nodes of it were found offline first and last, in a job that waits for them. */
  offline: z.strictObject({ since: z.iso.datetime(), last: z.iso.datetime() }).nullable(),
  agents: z.array(batchAgentSchema).min(1).max(LARGEST_BATCH),
  revision: z.int().min(0),
});
export type Batch = z.infer<typeof batchSchema>;

/** Names one attempt on a node's journal. At most 60 characters of letters, digits, `.` and `-`. */
export const attemptId = (batch: Batch): string => `${batch.jobId}.${batch.number}.${batch.attempt}`;

/** The comment by which a command is found again; SSM takes 100 characters. */
export const commandComment = (batch: Batch): string => `${batch.jobId}/${batch.number}/${batch.attempt}`;

export function newBatch(
  jobId: string,
  number: number,
  kind: Pick<Batch, 'agentType' | 'recipe' | 'targetVersion' | 'reports' | 'lane' | 'network'>,
  agents: readonly Pick<BatchAgent, 'agentUuid' | 'node' | 'oldVersion'>[],
): Batch {
  return {
    jobId,
    number,
    ...kind,
    state: 'planned',
    attempt: 1,
    claimedAt: null,
    begunAt: null,
    settledAt: null,
    commandIds: [],
    notAfter: null,
    probe: null,
    cancelled: false,
    verified: false,
    verifyUntil: null,
    offline: null,
    agents: agents.map((agent) => ({
      ...agent,
      state: 'pending',
      status: null,
      newVersion: null,
      reason: null,
      error: null,
      attempts: 0,
      held: false,
      verified: false,
    })),
    revision: 0,
  };
}

export function claim(batch: Batch, now: Date): Batch {
  const claimedAt = now.toISOString();
  return { ...batch, state: 'claimed', claimedAt, begunAt: batch.begunAt ?? claimedAt };
}

/** Back to `planned`: nothing was sent in this attempt. */
export function releaseClaim(batch: Batch): Batch {
  const begunAt = batch.attempt === 1 ? null : batch.begunAt;
  return { ...batch, state: 'planned', claimedAt: null, begunAt };
}

/** Every agent is done. Settled once more, behind a bake, it was over before. */
export function settle(batch: Batch, now: Date): Batch {
  return { ...batch, state: 'settled', settledAt: batch.settledAt ?? now.toISOString() };
}

/** Changes the agents for which `change` answers something. */
export function updateAgents(batch: Batch, change: (agent: BatchAgent) => BatchAgent | undefined): Batch {
  return { ...batch, agents: batch.agents.map((agent) => change(agent) ?? agent) };
}

export interface Ending {
  readonly reason: AgentReasonCode;
  readonly error?: string | null;
  readonly oldVersion?: string | null;
  readonly newVersion?: string | null;
}

/** The agent is done: the reason decides between success and failed, and says so where no better words are given. */
export function end(agent: BatchAgent, ending: Ending): BatchAgent {
  const { status, sentence } = agentReasons[ending.reason];
  return {
    ...agent,
    state: 'done',
    status,
    reason: ending.reason,
    error: status === 'success' ? null : (ending.error ?? sentence).slice(0, LONGEST_ERROR),
    oldVersion: ending.oldVersion ?? agent.oldVersion,
    newVersion: ending.newVersion ?? agent.newVersion,
  };
}

/** 10,000 agents with errors of 300 characters stay under the 6 MB that a function may answer. */
export const LONGEST_ERROR = 300;

/** The command is on its way to the agent's node. */
export const start = (agent: BatchAgent): BatchAgent => ({
  ...agent,
  state: 'running',
  reason: 'SENT',
  error: null,
  attempts: agent.attempts + 1,
});

/** The command is over and said nothing: only the node knows. */
export const lose = (agent: BatchAgent, detail: string): BatchAgent => ({
  ...agent,
  state: 'unknown',
  reason: 'OUTCOME_UNKNOWN',
  error: detail,
});

export const isDone = (agent: BatchAgent): boolean => agent.state === 'done';

/** Does the job wait until the agent's node is online? Nothing is sent to it meanwhile, and it is not held. */
export const isWaiting = ({ state, reason }: BatchAgent): boolean =>
  state === 'pending' && reason === 'WAITING_FOR_NODE';

/** Is nothing of this attempt under way any more? */
export const isAtRest = ({ agents }: Pick<Batch, 'agents'>): boolean =>
  agents.every((agent) => isDone(agent) || isWaiting(agent));

/** Is nothing of this attempt under way, and nobody unknown? Some may not have been sent. */
export const isQuiet = ({ agents }: Pick<Batch, 'agents'>): boolean =>
  agents.every(({ state }) => state === 'done' || state === 'pending');

/** Attempts for one agent in one job. */
const MOST_ATTEMPTS = 2;

/** Could another attempt turn this agent's failure into a success? */
export function worthRetrying({ state, reason, attempts }: BatchAgent): boolean {
  if (state !== 'done' || reason === null || !isEnd(reason)) return false;
  return agentReasons[reason].retryable && attempts < MOST_ATTEMPTS;
}

export const isEnd = (reason: AgentReasonCode | ProgressReasonCode): reason is AgentReasonCode =>
  Object.hasOwn(agentReasons, reason);

/**
 * Plans the next attempt for the agents whose failure may pass, once nothing of this attempt is under way.
 * Answers undefined where no agent is worth another attempt.
 */
export function planRetry(batch: Batch): Batch | undefined {
  if (!isQuiet(batch) || !batch.agents.some(worthRetrying)) return undefined;
  const next = updateAgents(batch, (agent) =>
    // What the node reported stays: the first attempt may have changed it, and whoever takes the job back has to know.
    worthRetrying(agent) ? { ...agent, state: 'pending', status: null } : undefined,
  );
  return nextAttempt(next);
}

/** Nothing of the attempt is under way: the batch may be sent again, as another attempt. */
export const nextAttempt = (batch: Batch): Batch => ({
  ...batch,
  state: 'planned',
  attempt: batch.attempt + 1,
  claimedAt: null,
  commandIds: [],
  notAfter: null,
  probe: null,
});
