import type { Schemas } from '../../bin/client/client.ts';
import { agentReasons, progressReasons } from '../../functions/domain/reasons.ts';

export type JobAgent = Schemas['JobAgent'];

/** What a cell of the grid can say, from the one that most wants to be seen to the one that least does. */
export const cellKinds = [
  'failed',
  'unknown',
  'verifying',
  'running',
  'waiting',
  'pending',
  'succeeded',
  'unchanged',
  'excluded',
] as const;
export type CellKind = (typeof cellKinds)[number];

/** The shape in a cell, which tells the kinds apart without their colours. */
export type Mark = 'none' | 'cross' | 'question' | 'ring' | 'half' | 'bar' | 'dot' | 'dash' | 'slash';

export interface CellLook {
  /** For people, in the legend and beside an agent. */
  readonly label: string;
  readonly mark: Mark;
}

export const cellLooks: Readonly<Record<CellKind, CellLook>> = {
  failed: { label: 'Failed', mark: 'cross' },
  unknown: { label: 'Being asked what happened', mark: 'question' },
  verifying: { label: 'Being checked after its bake', mark: 'ring' },
  running: { label: 'Under way', mark: 'half' },
  waiting: { label: 'Waiting for its node', mark: 'bar' },
  pending: { label: 'To come', mark: 'dot' },
  succeeded: { label: 'Succeeded', mark: 'none' },
  unchanged: { label: 'Ran the target before', mark: 'dash' },
  excluded: { label: 'Node terminated', mark: 'slash' },
};

/** What an agent's cell says. */
export function cellKindOf({ state, status, reason }: Pick<JobAgent, 'state' | 'status' | 'reason'>): CellKind {
  switch (state) {
    case 'pending':
      return reason === 'WAITING_FOR_NODE' ? 'waiting' : 'pending';
    case 'running':
    case 'verifying':
    case 'unknown':
      return state;
    case 'done':
      return doneKind(status, reason);
  }
}

function doneKind(status: JobAgent['status'], reason: JobAgent['reason']): CellKind {
  if (status === 'excluded' || status === 'failed') return status;
  return reason === 'ALREADY_CURRENT' ? 'unchanged' : 'succeeded';
}

/** The sentence that belongs to a reason of an agent. */
export function reasonSentence(reason: NonNullable<JobAgent['reason']>): string {
  return reason in progressReasons
    ? progressReasons[reason as keyof typeof progressReasons]
    : agentReasons[reason as keyof typeof agentReasons].sentence;
}

/** All that a cell knows of its agent, in one sentence for a tooltip or a screen reader. */
export function cellWords(agent: JobAgent): string {
  const { agentUuid, oldVersion, newVersion, reason, error } = agent;
  const versions = [oldVersion, newVersion].filter(
    (version, at, all) => version !== null && all.indexOf(version) === at,
  );
  const why = error ?? (reason === null ? null : reasonSentence(reason));
  return [`${agentUuid}: ${cellLooks[cellKindOf(agent)].label}`, versions.join(' → '), why]
    .filter((part) => part !== null && part !== '')
    .join('. ');
}

/** How many agents each kind has, those that there are, the most conspicuous first. */
export function countKinds(kinds: readonly CellKind[]): readonly (readonly [CellKind, number])[] {
  const counts = new Map<CellKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return cellKinds.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [[kind, count] as const];
  });
}
