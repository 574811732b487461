import type { Schemas } from '../../bin/client/client.ts';
import { agentReasons } from '../../functions/domain/reasons.ts';
import { type JobAgent, reasonSentence } from './cell-kind.ts';

export type Reason = NonNullable<JobAgent['reason']>;

export interface FailureGroup {
  readonly reason: Reason;
  /** What the reason means. */
  readonly sentence: string;
  readonly agents: number;
  /** What the agents themselves said, the most frequent first, and how often; no more than a few of them. */
  readonly messages: readonly { readonly text: string; readonly agents: number }[];
}

/** Of a hundred agents that each tell of their own path, a few say enough; the table has the others. */
const MOST_MESSAGES = 3;

/** The failed agents by their reasons, the most frequent first. */
export function failuresOf(agents: readonly JobAgent[]): readonly FailureGroup[] {
  const groups = new Map<Reason, JobAgent[]>();
  for (const agent of agents) {
    if (agent.status !== 'failed' || agent.reason === null) continue;
    const group = groups.get(agent.reason);
    if (group === undefined) groups.set(agent.reason, [agent]);
    else group.push(agent);
  }
  return [...groups].map(([reason, own]) => groupOf(reason, own)).sort((a, b) => b.agents - a.agents);
}

function groupOf(reason: Reason, agents: readonly JobAgent[]): FailureGroup {
  const sentence = reasonSentence(reason);
  const said = new Map<string, number>();
  for (const { error } of agents) if (error !== null && error !== sentence) said.set(error, (said.get(error) ?? 0) + 1);
  const messages = [...said].map(([text, count]) => ({ text, agents: count })).sort((a, b) => b.agents - a.agents);
  return { reason, sentence, agents: agents.length, messages: messages.slice(0, MOST_MESSAGES) };
}

type ReportedReason = Schemas['ReportedReason'];

/**
 * The failures of a job. One that has too many agents for one answer is counted by its report; the agents that are there tell their messages.
 * @param reported the reasons of all its agents, as its report has them
 */
export function failureGroups(
  { agents, nextCursor }: Pick<Schemas['Job'], 'agents' | 'nextCursor'>,
  reported: readonly ReportedReason[],
): readonly FailureGroup[] {
  const known = failuresOf(agents);
  if (nextCursor === null) return known;
  return reported.filter(isFailure).map(({ reason, sentence, agents: count }) => {
    const messages = known.find((group) => group.reason === reason)?.messages ?? [];
    return { reason, sentence, agents: count, messages };
  });
}

const failed: ReadonlySet<string> = new Set(
  Object.entries(agentReasons).flatMap(([reason, { status }]) => (status === 'failed' ? [reason] : [])),
);
const isFailure = ({ reason }: ReportedReason): boolean => failed.has(reason);
