import type { Agent } from '../agent.ts';
import { observed } from '../agent-record.ts';
import { applicationsOf, isSsmAgent } from '../applications.ts';
import {
  type AgentSighting,
  type AgentsByNode,
  type AgentTypes,
  type Details,
  findingsOf,
  type Home,
  observationOf,
  placesToLook,
  wantsDetails,
} from '../discovery.ts';
import type { Instances, ManagedNode, Nodes } from '../discovery-ports.ts';
import { exampleOf, type Tally } from '../discovery-report.ts';
import type { Agents } from '../ports.ts';

export interface LookingPorts {
  readonly nodes: Nodes;
  readonly instances: Instances;
  readonly agents: Pick<Agents, 'atPlaces' | 'observe' | 'markVanished'>;
}

export interface Looking {
  readonly agentTypes: AgentTypes;
  readonly home: Home;
  readonly now: Date;
  /** What the inventory had when the call began. */
  readonly agents: AgentsByNode;
  readonly tally: Tally;
}

/** Sightings that are asked after and written down at the same time: at most some 10 calls to each service under way. */
const AT_ONCE = 10;

/** Looks at one page of nodes, and writes down what is new of their agents. Repeatable. */
export async function lookAtNodes(ports: LookingPorts, looking: Looking, nodes: readonly ManagedNode[]): Promise<void> {
  const { agents, agentTypes, home, tally } = looking;
  const instanceIds = nodes.map(({ nodeId }) => nodeId).filter((nodeId) => nodeId.startsWith('i-'));
  const [instances, recognised] = await Promise.all([
    ports.instances.describe(instanceIds),
    recognise(ports.nodes, looking, nodes),
  ]);
  const { sightings, unmapped, duplicates, ended } = findingsOf(
    { nodes, instances, recognised },
    agents,
    agentTypes,
    home,
  );
  for (let first = 0; first < sightings.length; first += AT_ONCE)
    for (const tell of await Promise.all(
      sightings.slice(first, first + AT_ONCE).map((one) => note(ports, looking, one)),
    ))
      tell(tally);
  for (const { nodeId, platform } of unmapped) tally.add('unmapped', { nodeId, platform: platform?.name ?? null });
  for (const duplicate of duplicates) tally.add('duplicate', duplicate);
  for (const agent of ended) await noteVanished(ports, looking, agent);
}

/** Writes down that the agent's node is no managed node any more. */
export async function noteVanished(
  ports: Pick<LookingPorts, 'agents'>,
  { now, tally }: Pick<Looking, 'now' | 'tally'>,
  agent: Agent,
): Promise<void> {
  await ports.agents.markVanished(agent.agentUuid, now, agent);
  tally.add('vanished', exampleOf(agent));
}

async function recognise(nodes: Nodes, { agents, agentTypes }: Looking, page: readonly ManagedNode[]) {
  const places = [...placesToLook(page, agents, agentTypes)].filter(([, nodeIds]) => nodeIds.length > 0);
  const found = places.map(async ([name, nodeIds]) => {
    const type = agentTypes.get(name);
    return [name, await nodes.having(nodeIds, type === undefined ? [] : applicationsOf(type))] as const;
  });
  return new Map(await Promise.all(found));
}

/** Writes the sighting down; answers what is to be told of it when its turn comes: who is done first is chance. */
async function note(ports: LookingPorts, looking: Looking, sighting: AgentSighting): Promise<(tally: Tally) => void> {
  const { agentTypes, now } = looking;
  const { known, agentType, agentUuid, nodeId } = sighting;
  const details = wantsDetails(sighting) ? await detailsOf(ports.nodes, looking, sighting) : noDetails;
  const observation = observationOf(sighting, details, agentTypes.get(agentType), now);
  if (known !== undefined) {
    // What was read once for all agents tells without a reading of its own that there is nothing to write.
    if (observed(known, observation) !== undefined) await ports.agents.observe(observation, false);
    return (tally) => tally.add('found', exampleOf(known));
  }
  const outcome = await ports.agents.observe(observation);
  if (outcome === 'created') return (tally) => tally.add('new', exampleOf(sighting));
  if (outcome !== 'conflict') return (tally) => tally.add('found', exampleOf(sighting));
  // Registered a moment ago under a name of its own, or that name is taken by an agent elsewhere.
  const [there] = (await ports.agents.atPlaces([sighting])).values();
  if (there !== undefined) return (tally) => tally.add('found', exampleOf(there));
  return (tally) => tally.add('duplicate', { nodeId, agentType, agentUuids: [agentUuid] });
}

const noDetails: Details = { tags: null, software: null };

async function detailsOf(
  nodes: Nodes,
  { agentTypes }: Looking,
  { nodeId, agentType }: AgentSighting,
): Promise<Details> {
  const type = agentTypes.get(agentType);
  const applications = type === undefined || isSsmAgent(type) ? [] : applicationsOf(type);
  const [tags, software] = await Promise.all([
    nodeId.startsWith('mi-') ? nodes.tags(nodeId) : null,
    applications.length > 0 ? nodes.software(nodeId, applications) : null,
  ]);
  return { tags, software };
}
