import { nodeIdOf } from './agent.ts';
import { attemptId, type Batch, type BatchAgent, type Ending, end, isWaiting, lose, updateAgents } from './batch.ts';
import { endingOfForeign } from './foreign-outcome.ts';
import { type NodeReport, readReport, readResult } from './node-result.ts';
import { type Aim, endingOfReport, endingOfResult } from './outcome.ts';
import type { Pace } from './pace.ts';
import type { Invocation } from './ports.ts';
import { recipes } from './recipes/recipes.ts';

/*
 * How a batch that was sent comes to the outcomes of its agents: pure steps over what Systems Manager and the nodes say.
 * A result line ends an attempt. A command that is over without one, or that is never over, leaves its outcome unknown,
 * and then only the node's own report ends it.
 */

/** What settling measures against. */
export interface SettlingContext extends Aim {
  /** What is known of the attempt's own commands. */
  readonly commands: Invocations;
  /** Does the job send nothing more? */
  readonly isClosed: boolean;
  readonly pace: Pace;
  /** How long an agent may take to become healthy after its command has ended. */
  readonly healthSeconds: number;
  readonly now: Date;
}

type Invocations = readonly Invocation[];

const of = (agent: BatchAgent, invocations: Invocations): Invocation | undefined =>
  invocations.find(({ nodeId }) => nodeId === nodeIdOf(agent.node));

const isAfterNotAfter = ({ notAfter }: Batch, { now }: SettlingContext, seconds = 0): boolean =>
  notAfter !== null && now.getTime() > new Date(notAfter).getTime() + seconds * 1000;

/** Takes in what the attempt's own commands say. */
export function applyCommand(batch: Batch, context: SettlingContext): Batch {
  return updateAgents(batch, (agent) => {
    switch (agent.state) {
      case 'pending': // The batch is sent without this agent: it waits for its node, or the gate shut in between.
        return isWaiting(agent) || !context.isClosed ? undefined : end(agent, { reason: 'NOT_STARTED' });
      case 'running':
      case 'unknown':
        return fromInvocation(batch, agent, of(agent, context.commands), context);
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
  context: SettlingContext,
): BatchAgent | undefined {
  const mayTell = recipes[batch.recipe].isOurs && invocation?.over;
  const result = mayTell ? readResult(invocation.output, attemptId(batch)) : undefined;
  if (result !== undefined) return end(agent, ofAttempt(agent, endingOfResult(result, context), context));
  if (agent.state === 'unknown') return undefined;
  if (invocation?.over) return lose(agent, invocation.detail);
  const isOverdue = isAfterNotAfter(batch, context, hasBegun(invocation) ? longestSeconds(batch, context) : 0);
  return isOverdue ? lose(agent, invocation?.detail ?? 'Not Listed') : undefined;
}

/**
 * Systems Manager calls a command that was never delivered "Delivery Timed Out" only after its delivery and its execution time
 * (Systems Manager user guide, "Understanding command statuses"); a node that has not begun by `notAfter` never will.
 */
const hasBegun = (invocation: Invocation | undefined): boolean =>
  invocation !== undefined && !['Pending', 'Delayed'].includes(invocation.detail);

/**
 * How long a script may go on. A document of AWS names no time: SSM Agent gives the scripts of a package 3,600 s (aws/amazon-ssm-agent,
 * agent/plugins/pluginutil/pluginutil.go), twice what ours take at the deployed pace.
 */
const longestSeconds = ({ recipe }: Batch, { pace }: SettlingContext): number =>
  (recipes[recipe].isOurs ? 1 : 2) * pace.executionSeconds;

/** Takes in what the probe's commands say of the agents with an unknown outcome. */
export function applyProbe(batch: Batch, invocations: Invocations, context: SettlingContext): Batch {
  return updateAgents(batch, (agent) => {
    if (agent.state !== 'unknown') return undefined;
    const invocation = of(agent, invocations);
    const report = invocation?.over ? readReport(invocation.output, attemptId(batch)) : undefined;
    if (report === undefined) return undefined;
    const asked = asOfAsking(batch, context);
    const isOurs = recipes[batch.recipe].isOurs;
    const ending = isOurs ? fromReport(batch, agent, report, asked) : fromForeign(batch, agent, report, asked);
    return ending === undefined ? undefined : end(agent, ending);
  });
}

/** What a report does not show may have begun since its node was asked, which may be long ago: polls are up to ten minutes apart. */
const asOfAsking = ({ probe }: Batch, context: SettlingContext): SettlingContext =>
  probe === null ? context : { ...context, now: new Date(probe.sentAt) };

function fromReport(batch: Batch, agent: BatchAgent, report: NodeReport, context: SettlingContext): Ending | undefined {
  const mayBegin = !isAfterNotAfter(batch, context);
  const ending = endingOfReport(report, context, mayBegin, agent.error ?? '');
  if (ending === undefined) return undefined;
  return neverBegan(report, agent) ? untouched(ending, report) : ofAttempt(agent, ending, context);
}

function fromForeign(
  batch: Batch,
  agent: BatchAgent,
  report: NodeReport,
  context: SettlingContext,
): Ending | undefined {
  const command = of(agent, context.commands);
  const said = recipes[batch.recipe].readOutput?.(command?.output ?? '') ?? {};
  const isOverdue = mustBeOver(batch, context) || (command !== undefined && neverBegins(batch, command, context));
  const doubts = { isOverdue, hadTime: hadTime(command, context) };
  const ending = endingOfForeign(report, agent, context, command, said, doubts);
  return ending && ofAttempt(agent, ending, context);
}

/** A command may be sent up to so many seconds after `notAfter` was reckoned: its function may take 60 s. */
const SENDING_SECONDS = 60;

/** No node has taken it up, and Systems Manager has stopped trying. */
const neverBegins = (batch: Batch, command: Invocation, context: SettlingContext): boolean =>
  !command.over && !hasBegun(command) && isAfterNotAfter(batch, context, SENDING_SECONDS);

/** Was the node asked after its agent had the time to come up? A document of AWS does not wait for that itself. */
const hadTime = (command: Invocation | undefined, { healthSeconds, now }: SettlingContext): boolean =>
  command?.endedAt === undefined || now.getTime() >= command.endedAt.getTime() + healthSeconds * 1000;

/** A later attempt that finds the target version there already finds the work of an earlier one: the way back leads to before that. */
function ofAttempt(agent: BatchAgent, ending: Ending, { reports, action }: SettlingContext): Ending {
  const isTarget = (version: string | null | undefined) => typeof version === 'string' && reports.includes(version);
  const isOwnWork = agent.attempts > 1 && isTarget(ending.oldVersion) && !isTarget(agent.oldVersion);
  if (!isOwnWork) return ending;
  const done = action === 'rollback' ? 'ROLLED_BACK' : 'UPGRADED';
  return { ...ending, oldVersion: null, reason: ending.reason === 'ALREADY_CURRENT' ? done : ending.reason };
}

/** Did the job do nothing at all to this agent? */
const neverBegan = ({ attempt }: NodeReport, { attempts }: BatchAgent): boolean =>
  attempt.state === 'none' && attempts === 1;

/** What the node reports was there before, whatever the inventory said. */
const untouched = (ending: Ending, { version }: NodeReport): Ending => ({
  ...ending,
  reason: ending.reason === 'UPGRADED' ? 'ALREADY_CURRENT' : ending.reason,
  oldVersion: version,
});

/** By then the attempt's script must long be over, whatever became of it. */
const mustBeOver = (batch: Batch, context: SettlingContext): boolean =>
  isAfterNotAfter(batch, context, 2 * context.pace.executionSeconds);

/**
 * The agents with an unknown outcome that need not be asked any more: the script must be over, and now their node is not online,
 * or it was asked since and gave no answer. They are not ended before they could have been asked, however late it is.
 */
export function isHopeless(batch: Batch, canBeAsked: boolean, context: SettlingContext): boolean {
  if (!mustBeOver(batch, context)) return false;
  const asked = batch.probe !== null && mustBeOver(batch, asOfAsking(batch, context));
  return asked || !canBeAsked;
}

/** Is a probe on its way? One that is not over after the time that its delivery and its script may take counts as unanswered. */
export function isBeingAsked({ probe }: Batch, { pace, now }: SettlingContext): boolean {
  if (probe === null || probe.commandId === null) return false;
  return now.getTime() < new Date(probe.sentAt).getTime() + (pace.deliverySeconds + pace.executionSeconds) * 1000;
}

/** Ends an agent whose outcome cannot be found out. */
export const giveUp = (agent: BatchAgent): BatchAgent =>
  end(agent, {
    reason: 'NODE_UNREACHABLE',
    error: `The command ended as "${agent.error ?? ''}", and the node could not be asked.`,
  });
