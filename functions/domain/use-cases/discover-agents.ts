import type { Agent } from '../agent.ts';
import { type AgentTypes, byNode, type Home } from '../discovery.ts';
import { CursorExpired, type Instances, type Nodes, type Walks } from '../discovery-ports.ts';
import { sum, Tally } from '../discovery-report.ts';
import type { Agents, Connections } from '../ports.ts';
import { type Counts, newWalk, type Walk, walkToTakeUp } from '../walk.ts';
import { dryRun } from './dry-discovery.ts';
import { type Looking, lookAtNodes } from './look-at-nodes.ts';
import { markMissing } from './mark-missing.ts';

export interface DiscoveryPorts {
  readonly nodes: Nodes;
  readonly instances: Instances;
  readonly connections: Connections;
  readonly agents: Pick<Agents, 'list' | 'atPlaces' | 'observe' | 'markVanished'>;
  readonly walks: Walks;
  readonly agentTypes: AgentTypes;
}

export interface DiscoveryRun {
  readonly home: Home;
  readonly now: Date;
  /** Asked before each page of 50 nodes: false ends the call, and a later one goes on. */
  readonly hasTime: () => boolean;
  /** Only looks, from the beginning: nothing is written, and the walk under way stays as it is. */
  readonly dryRun: boolean;
}

export interface Discovery {
  /** False where the time was over before all nodes were seen and compared. */
  readonly complete: boolean;
  /** When the walk began, which may have been in an earlier call; nodes and counts are those of the whole walk. */
  readonly startedAt: string;
  readonly nodes: number;
  readonly counts: Counts;
  /** Of this call. */
  readonly examples: Tally['examples'];
}

/** A crash loses at most this many nodes, which are then looked at again. 2,000 ids are 45 KB, and 50 such writes a walk over 100,000 nodes. */
const NODES_IN_A_STRIDE = 2_000;

/**
 * Goes over the managed nodes as far as the time reaches, and writes down which agents are there, new, or gone. Repeatable at any point:
 * what was found is written at once, and how far the walk came every 2,000 nodes and at the end.
 * @throws ConcurrentWrite where another call goes on with the walk
 */
export async function discoverAgents(given: DiscoveryPorts, run: DiscoveryRun): Promise<Discovery> {
  const ports = run.dryRun ? dryRun(given) : given;
  // Saved before anything is done: of two calls at once one has the walk.
  const begun = await ports.walks.save(walkToTakeUp(await ports.walks.last(), run.now));
  const looking = {
    agentTypes: ports.agentTypes,
    home: run.home,
    now: run.now,
    agents: byNode(await everyAgent(ports.agents), run.home),
    tally: new Tally(),
  };
  const looked = await look(ports, looking, begun, run.hasTime);
  const { startedAt, phase, nodes, counts } = await compare(ports, looking, looked, run.hasTime);
  return { complete: phase === 'done', startedAt, nodes, counts, examples: looking.tally.examples };
}

/** The most that is read at once; at some 500 bytes each the 1 MB of one Query. */
const AGENTS_AT_ONCE = 2_000;

/** All agents at once: asked for node by node, consistently and with their claims, they would cost some 25 times as much. */
async function everyAgent(agents: Pick<Agents, 'list'>): Promise<Agent[]> {
  const all: Agent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Agents['list']>> = await agents.list(AGENTS_AT_ONCE, cursor);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

interface Looked {
  readonly walk: Walk;
  /** Nodes that the walk has seen and that are not stored yet. */
  readonly fresh: readonly string[];
}

async function look(ports: DiscoveryPorts, looking: Looking, begun: Walk, hasTime: () => boolean): Promise<Looked> {
  let looked: Looked = { walk: begun, fresh: [] };
  while (looked.walk.phase === 'looking' && hasTime()) {
    looked = await lookOn(ports, looking, looked, looked.walk === begun);
    if (looked.fresh.length >= NODES_IN_A_STRIDE) looked = await keep(ports.walks, looked);
  }
  return looked;
}

async function lookOn(
  ports: DiscoveryPorts,
  looking: Looking,
  { walk, fresh }: Looked,
  isTakenUp: boolean,
): Promise<Looked> {
  const page = await pageOf(ports.nodes, walk.cursor, isTakenUp);
  if (page === undefined) return { walk: newWalk(looking.now, walk), fresh: [] };
  await lookAtNodes(ports, looking, page.items);
  const next: Walk = {
    ...walk,
    cursor: page.nextCursor,
    phase: page.nextCursor === null ? 'comparing' : 'looking',
    nodes: walk.nodes + page.items.length,
    counts: sum(walk.counts, looking.tally.take()),
  };
  return { walk: next, fresh: [...fresh, ...page.items.map(({ nodeId }) => nodeId)] };
}

/** Undefined where the walk has to begin again. A cursor that was answered a moment ago is no old one: there the error stands. */
async function pageOf(nodes: Nodes, cursor: string | null, isTakenUp: boolean) {
  try {
    return await nodes.page(cursor);
  } catch (error) {
    if (error instanceof CursorExpired && isTakenUp && cursor !== null) return undefined;
    throw error;
  }
}

async function keep(walks: Walks, { walk, fresh }: Looked): Promise<Looked> {
  if (fresh.length > 0) await walks.keepSeen(walk, walk.chunks, fresh);
  return { walk: await walks.save({ ...walk, chunks: walk.chunks + (fresh.length > 0 ? 1 : 0) }), fresh: [] };
}

/** Only a walk that has seen all nodes tells who vanished. */
async function compare(ports: DiscoveryPorts, looking: Looking, looked: Looked, hasTime: () => boolean): Promise<Walk> {
  if (looked.walk.phase === 'done') throw new Error('A walk that is done is not taken up.');
  if (looked.walk.phase === 'looking') return (await keep(ports.walks, looked)).walk;
  const seen = new Set([...(await ports.walks.seen(looked.walk)), ...looked.fresh]);
  const isDone = await markMissing(ports, looking, seen, hasTime);
  const walk = { ...looked.walk, counts: sum(looked.walk.counts, looking.tally.take()) };
  return isDone ? ports.walks.save({ ...walk, phase: 'done' }) : (await keep(ports.walks, { ...looked, walk })).walk;
}
