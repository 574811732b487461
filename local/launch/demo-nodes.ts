import type { Running } from '../stack/running.ts';
import type { DemoKind, StartedNode, Supply } from './demo-kind.ts';

export interface DemoAgent {
  readonly agentUuid: string;
  readonly nodeId: string;
  readonly kind: DemoKind;
}

/** One of each kind in turn: `item1` on `mi-00000000000000001`, `beat1` on `mi-00000000000000002`, and so on. */
export function demoAgents(count: number, kinds: readonly DemoKind[]): DemoAgent[] {
  const rounds = Array.from({ length: count }, (_, round) =>
    kinds.map((kind) => ({ agentUuid: `${kind.prefix}${round + 1}`, kind })),
  );
  return rounds
    .flat()
    .slice(0, count)
    .map((agent, index) => ({ ...agent, nodeId: `mi-${(index + 1).toString(16).padStart(17, '0')}` }));
}

/** An agent, and how to ask it itself. */
export interface RunningAgent extends DemoAgent, Pick<StartedNode, 'node' | 'health'> {}

/** Starts a real agent process on a node of its own for each; answers the agents. Where one does not start, throws once the others have. */
export async function startNodes(
  folder: string,
  agents: readonly DemoAgent[],
  supplies: ReadonlyMap<DemoKind, Supply>,
  running: Running,
): Promise<readonly RunningAgent[]> {
  const starting = agents.map(async (agent) => {
    const supply = supplies.get(agent.kind);
    if (supply === undefined) throw new Error(`Nothing is there to start ${agent.agentUuid} from.`);
    return { ...agent, ...(await supply.start(agent.nodeId, folder)) };
  });
  const settled = await Promise.allSettled(starting);
  const up = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  running.add(() => Promise.all(up.map(({ stop }) => stop())));
  return Promise.all(starting);
}
