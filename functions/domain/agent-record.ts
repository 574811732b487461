import { type Agent, derivedUuid, type Place, VERSIONS_KEPT } from './agent.ts';

/*
 * How the record of an agent changes. Each answers the record as it is to be; the stores write it, repeatably.
 */

/** What was seen of an agent and its node, in Systems Manager and beside it. All of it has to fit agentSchema. */
export interface Observation
  extends Pick<Agent, 'agentUuid' | 'agentType' | 'account' | 'region' | 'nodeId' | 'platform' | 'connection'> {
  /** The tags of the node; null where nobody looked. */
  readonly tags: Agent['tags'] | null;
  /** The node's last ping, ISO 8601; null where there is none. */
  readonly lastSeenAt: string | null;
  /** What the node reported, and when; null where it did not. */
  readonly version: { readonly version: string; readonly reportedAt: string } | null;
  /** When this was seen. */
  readonly seenAt: string;
}

/**
 * A ping or a report that says nothing new is written down once a day: 100,000 agents that are well must not cost 100,000 writes each
 * time that somebody looks.
 */
export const SEEN_AGAIN_MS = 86_400_000;

/** How long an agent whose node vanished is kept. */
const VANISHED_KEPT_MS = 30 * 86_400_000;

/** The moment from which on the agent is gone; null where its node has not vanished. */
export const goneAt = ({ vanishedAt }: Agent): Date | null =>
  vanishedAt === null ? null : new Date(Date.parse(vanishedAt) + VANISHED_KEPT_MS);

/** The agent is registered (again): back where it had vanished. On another node or of another type it is another agent, of which nothing was seen. */
export function registered(known: Agent | undefined, agent: Agent): Agent {
  if (known === undefined) return agent;
  if (derivedUuid(known) !== derivedUuid(agent)) return { ...agent, registeredAt: known.registeredAt };
  return { ...known, tags: agent.tags, origin: agent.origin, vanishedAt: null };
}

/**
 * The node reported a version, and by that it is seen. A report from before the last one is late and says nothing.
 * @param before the version that it reported ahead of this one, where it did; also the repeat of a report may name it
 */
export function reported(known: Agent, version: string, reportedAt: string, before: string | null = null): Agent {
  if (isLater(known.versionReportedAt, reportedAt)) return known;
  if (before !== null && before !== version && known.version !== version)
    return reported(reported(known, before, reportedAt), version, reportedAt);
  return {
    ...known,
    version,
    versionReportedAt: reportedAt,
    versions: version === known.version ? known.versions : withCurrent(known),
    lastSeenAt: latest(known.lastSeenAt, reportedAt),
    vanishedAt: isLater(known.vanishedAt, reportedAt) ? known.vanishedAt : null,
  };
}

const withCurrent = ({ version, versionReportedAt, versions }: Agent): Agent['versions'] =>
  version === null || versionReportedAt === null
    ? versions
    : [{ version, reportedAt: versionReportedAt }, ...versions].slice(0, VERSIONS_KEPT);

/**
 * The node was seen as a managed node; undefined where that is nothing to write down. Tags of an agent that somebody registered stay what
 * was said of them; those of one that was discovered follow its node. What was not looked at stays as it was.
 */
export function observed(known: Agent | undefined, seen: Observation): Agent | undefined {
  const before = known ?? discovered(seen);
  const now = {
    ...before,
    tags: (before.origin === 'discovered' ? seen.tags : null) ?? before.tags,
    platform: seen.platform ?? before.platform,
    connection: seen.connection ?? before.connection,
    lastSeenAt: latest(before.lastSeenAt, seen.lastSeenAt),
    vanishedAt: null,
  };
  const next = seen.version === null ? now : reported(now, seen.version.version, seen.version.reportedAt);
  return known !== undefined && isAsGood(known, next) ? undefined : next;
}

/** The node is no managed node any more; undefined where that is known, the node was seen since, or the agent is on another node than `from` by now. */
export function vanished(known: Agent, at: string, from: Place = known): Agent | undefined {
  if (derivedUuid(known) !== derivedUuid(from)) return undefined;
  if (known.vanishedAt !== null || isLater(known.lastSeenAt, at)) return undefined;
  return { ...known, connection: null, vanishedAt: at };
}

const discovered = (seen: Observation): Agent => ({
  agentUuid: seen.agentUuid,
  agentType: seen.agentType,
  account: seen.account,
  region: seen.region,
  nodeId: seen.nodeId,
  tags: {},
  version: null,
  versionReportedAt: null,
  versions: [],
  platform: null,
  connection: null,
  lastSeenAt: null,
  origin: 'discovered',
  vanishedAt: null,
  registeredAt: seen.seenAt,
});

/** Nothing differs but times, and those by less than a day. */
function isAsGood(known: Agent, next: Agent): boolean {
  const said = ({ tags, platform, connection, version, vanishedAt }: Agent) =>
    JSON.stringify([
      Object.entries(tags).sort(),
      platform && Object.entries(platform).sort(),
      connection,
      version,
      vanishedAt,
    ]);
  const isClose = (one: string | null, other: string | null) =>
    one === other || (one !== null && other !== null && Date.parse(other) - Date.parse(one) < SEEN_AGAIN_MS);
  return (
    said(known) === said(next) &&
    isClose(known.lastSeenAt, next.lastSeenAt) &&
    isClose(known.versionReportedAt, next.versionReportedAt)
  );
}

/** Times as moments: those of others have other digits behind the second. */
const isLater = (one: string | null, other: string): boolean => one !== null && Date.parse(one) > Date.parse(other);

const latest = (one: string | null, other: string | null): string | null =>
  other === null || isLater(one, other) ? one : other;
