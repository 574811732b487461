import { type Agent, derivedUuid, nodeIdSchema } from './agent.ts';
import { type Observation, SEEN_AGAIN_MS } from './agent-record.ts';
import { applicationsOf, isSsmAgent, type KnownSoftware, versionAmong } from './applications.ts';
import type { Instance, ManagedNode, Software, Tags } from './discovery-ports.ts';
import { compareVersions, versionSchema } from './version.ts';

/*
 * What follows from what Systems Manager and EC2 tell, from the agent types, and from what is in the inventory.
 */

/** Where discovery looks: nodes elsewhere are not its business. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

export type AgentTypes = ReadonlyMap<string, KnownSoftware>;

/** The inventory's agents of the account and region, by their nodes. */
export type AgentsByNode = ReadonlyMap<string, readonly Agent[]>;

export function byNode(agents: Iterable<Agent>, home: Home): AgentsByNode {
  const found = new Map<string, Agent[]>();
  for (const agent of agents) {
    if (agent.account !== home.account || agent.region !== home.region) continue;
    const there = found.get(agent.nodeId);
    if (there === undefined) found.set(agent.nodeId, [agent]);
    else there.push(agent);
  }
  return found;
}

/** An agent that runs on two operating systems is two agent types. */
const runsOn = ({ platform }: KnownSoftware, node: ManagedNode): boolean => node.platform?.type === platform;

/** The nodes on which each agent type is to be looked for: those of its platform without one. Types that nothing recognises, and SSM Agent itself, are not looked for. */
export function placesToLook(
  nodes: readonly ManagedNode[],
  agents: AgentsByNode,
  types: AgentTypes,
): ReadonlyMap<string, readonly string[]> {
  const looked = [...types.values()].filter((type) => !isSsmAgent(type) && applicationsOf(type).length > 0);
  const isKnown = (nodeId: string, type: string) => agents.get(nodeId)?.some(({ agentType }) => agentType === type);
  const places = (type: KnownSoftware) =>
    nodes.filter((node) => runsOn(type, node) && !isKnown(node.nodeId, type.name)).map(({ nodeId }) => nodeId);
  return new Map(looked.map((type) => [type.name, places(type)]));
}

/** One page of nodes, and what is told of them beside it. */
export interface Look {
  readonly nodes: readonly ManagedNode[];
  readonly instances: ReadonlyMap<string, Instance>;
  /** The nodes on which each agent type was recognised, of those on which it was looked for. */
  readonly recognised: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An agent on a node that was seen. */
export interface AgentSighting extends Pick<Agent, 'agentUuid' | 'agentType' | 'account' | 'region' | 'nodeId'> {
  readonly node: ManagedNode;
  readonly instance: Instance | undefined;
  /** The inventory's record; undefined where it has none. */
  readonly known: Agent | undefined;
}

export interface Duplicate {
  readonly nodeId: string;
  readonly agentType: string;
  readonly agentUuids: readonly string[];
}

export interface Findings {
  readonly sightings: readonly AgentSighting[];
  /** Nodes on which nothing was recognised and nothing is registered. */
  readonly unmapped: readonly ManagedNode[];
  /** Places with more than one agent in the inventory. */
  readonly duplicates: readonly Duplicate[];
  /** Agents whose instance has ended, while Systems Manager still lists it. */
  readonly ended: readonly Agent[];
}

/** What a page of nodes says of agents. An agent that is in the inventory keeps its agentUuid; a new one gets the one derived from its place. */
export function findingsOf(look: Look, agents: AgentsByNode, types: AgentTypes, home: Home): Findings {
  const living = look.nodes.filter((node) => !hasEnded(node, look.instances.get(node.nodeId)));
  const gone = look.nodes.filter((node) => !living.includes(node));
  const found = living.map((node) => sightingsOn(node, look, agents.get(node.nodeId) ?? [], types, home));
  return {
    sightings: found.flat(),
    unmapped: living.filter((_, index) => found[index]?.length === 0),
    duplicates: living.flatMap(({ nodeId }) => duplicatesOf(nodeId, agents.get(nodeId) ?? [])),
    ended: gone.flatMap(({ nodeId }) => agents.get(nodeId) ?? []).filter(({ vanishedAt }) => vanishedAt === null),
  };
}

/** Systems Manager lists an instance for a while after its end; EC2 tells of that end for about an hour, and then knows no such instance. */
function hasEnded({ nodeId, connection }: ManagedNode, instance: Instance | undefined): boolean {
  if (!nodeId.startsWith('i-')) return false;
  return instance === undefined ? connection === 'offline' : ENDED.includes(instance.state);
}

/** What shuts down does not come back. */
const ENDED: readonly string[] = ['shutting-down', 'terminated'];

function sightingsOn(
  node: ManagedNode,
  { instances, recognised }: Look,
  registered: readonly Agent[],
  types: AgentTypes,
  home: Home,
): AgentSighting[] {
  const { nodeId } = node;
  const instance = instances.get(nodeId);
  const known = registered.map((agent) => ({
    ...placeOf(agent),
    agentUuid: agent.agentUuid,
    node,
    instance,
    known: agent,
  }));
  const isKnown = (type: string) => registered.some(({ agentType }) => agentType === type);
  // A node of another kind than an agent can be on is told as one on which nothing was recognised.
  const mayHaveAgents = nodeIdSchema.safeParse(nodeId).success;
  const isThere = (type: KnownSoftware) =>
    mayHaveAgents && runsOn(type, node) && (isSsmAgent(type) || recognised.get(type.name)?.has(nodeId) === true);
  const fresh = [...types.values()].filter((type) => isThere(type) && !isKnown(type.name));
  const places = fresh.map(({ name }) => ({ agentType: name, ...home, nodeId }));
  return [
    ...known,
    ...places.map((place) => ({ ...place, agentUuid: derivedUuid(place), node, instance, known: undefined })),
  ];
}

const placeOf = ({ agentType, account, region, nodeId }: Agent) => ({ agentType, account, region, nodeId });

function duplicatesOf(nodeId: string, registered: readonly Agent[]): Duplicate[] {
  const types = [...new Set(registered.map(({ agentType }) => agentType))];
  const uuids = (type: string) =>
    registered.filter(({ agentType }) => agentType === type).map(({ agentUuid }) => agentUuid);
  return types
    .map((agentType) => ({ nodeId, agentType, agentUuids: uuids(agentType) }))
    .filter(({ agentUuids }) => agentUuids.length > 1);
}

/**
 * Whether to ask after what costs a call a node: tags of hybrid nodes, and versions in the inventory. Of agents that are new or back, or whose
 * node is connected again or no longer; of all others once a day, when their record is written anyway.
 */
export function wantsDetails({ known, node }: AgentSighting): boolean {
  if (known === undefined || known.vanishedAt !== null || known.connection !== node.connection) return true;
  if (node.lastPingAt === null) return false;
  return known.lastSeenAt === null || Date.parse(node.lastPingAt) - Date.parse(known.lastSeenAt) >= SEEN_AGAIN_MS;
}

/** What was asked of one node; null where it was not asked. */
export interface Details {
  readonly tags: Tags | null;
  readonly software: Software | null;
}

/** What to write down of an agent that was seen. */
export function observationOf(
  sighting: AgentSighting,
  details: Details,
  type: KnownSoftware | undefined,
  now: Date,
): Observation {
  const { agentUuid, agentType, account, region, nodeId, node, instance } = sighting;
  const tags = instance?.tags ?? details.tags;
  return {
    ...{ agentUuid, agentType, account, region, nodeId },
    platform: node.platform && { ...node.platform, architecture: instance?.architecture ?? null },
    connection: node.connection,
    tags: tags && { ...tags },
    lastSeenAt: node.lastPingAt,
    version: type === undefined ? null : reportedVersion(sighting, details, type),
    seenAt: now.toISOString(),
  };
}

/**
 * Only what the node itself said: SSM Agent tells its version with each ping, the inventory says when the node looked. A version that is the
 * known one in other words, such as 1.5.0.0, is no other version.
 */
function reportedVersion(
  { node, known }: AgentSighting,
  { software }: Details,
  type: KnownSoftware,
): Observation['version'] {
  const version = isSsmAgent(type) ? node.agentVersion : software && versionAmong(type, software.applications);
  const reportedAt = isSsmAgent(type) ? node.lastPingAt : (software?.capturedAt ?? null);
  if (version === null || reportedAt === null || !versionSchema.safeParse(version).success) return null;
  const before = known?.version ?? null;
  const isKnown = before !== null && compareVersions(type.versionScheme, before, version) === 0;
  return { version: isKnown ? before : version, reportedAt };
}

/** Who registers an agent before its node is there has a day for it. */
const EXPECTED_FOR_MS = 86_400_000;

/** The agents that may have vanished: none of the nodes that a whole walk saw is theirs. Systems Manager is asked once more after each. */
export function missing(agents: AgentsByNode, seen: ReadonlySet<string>, now: Date): readonly Agent[] {
  const isExpected = ({ lastSeenAt, registeredAt }: Agent) =>
    lastSeenAt === null && now.getTime() - Date.parse(registeredAt) < EXPECTED_FOR_MS;
  const unseen = [...agents].filter(([nodeId]) => !seen.has(nodeId)).flatMap(([, there]) => there);
  return unseen.filter((agent) => agent.vanishedAt === null && !isExpected(agent));
}
