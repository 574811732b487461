import type { DemoKind } from './demo-kind.ts';
import { demoAgent } from './kinds/archive.ts';
import { demoBeat } from './kinds/debian-package.ts';
import { demoCollector } from './kinds/distributor.ts';

export interface Choice {
  readonly kinds: readonly DemoKind[];
  /** A sentence for each that this machine cannot have. */
  readonly leftOut: readonly string[];
}

/**
 * The types named in a list such as `demo-agent,demo-beat`; without a list all that this machine can have.
 * @param keepData are their nodes to be taken up again by another process?
 * @throws Error with a sentence for people where one is not known, or is asked for and cannot be had
 */
export function chooseKinds(
  list?: string,
  known: readonly DemoKind[] = [demoAgent, demoBeat, demoCollector],
  keepData = false,
): Choice {
  const named = list?.split(',').map((name) => kindNamed(name.trim(), known));
  const sentences = new Map((named ?? known).map((kind) => [kind, whyNot(kind, keepData)]));
  const leftOut = [...sentences.values()].filter((sentence) => sentence !== undefined);
  if (named !== undefined && leftOut.length > 0) throw new Error(leftOut.join(' '));
  return { kinds: [...sentences.keys()].filter((kind) => sentences.get(kind) === undefined), leftOut };
}

function kindNamed(name: string, known: readonly DemoKind[]): DemoKind {
  const kind = known.find(({ agentType }) => agentType.name === name);
  if (kind !== undefined) return kind;
  throw new Error(
    `There is no type "${name}". The types are ${known.map(({ agentType }) => agentType.name).join(', ')}.`,
  );
}

function whyNot({ agentType, missing, canBeKept }: DemoKind, keepData: boolean): string | undefined {
  if (keepData && !canBeKept) return `${agentType.name} is left out: it cannot be kept with --data.`;
  const tools = missing();
  return tools.length === 0 ? undefined : `${agentType.name} is left out: this machine has no ${tools.join(', ')}.`;
}

interface Named {
  readonly agentUuid: string;
  readonly kind: DemoKind;
}

/** `item1 to item4: demo-agent, from an archive`, a line for each kind. */
export const namesByKind = (agents: readonly Named[]): string[] =>
  [...byKind(agents)].map(([{ agentType, comes }, ofKind]) => {
    const names = [ofKind.at(0), ofKind.at(-1)].map((agent) => agent?.agentUuid);
    return `${[...new Set(names)].join(' to ')}: ${agentType.name}, ${comes}`;
  });

/** In the order in which the kinds come first. */
export const byKind = <Agent extends Pick<Named, 'kind'>>(agents: readonly Agent[]): Map<DemoKind, Agent[]> =>
  new Map(agents.map(({ kind }) => [kind, agents.filter((agent) => agent.kind === kind)]));
