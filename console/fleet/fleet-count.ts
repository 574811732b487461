import type { Schemas } from '../../bin/client/client.ts';

type Agent = Pick<Schemas['Agent'], 'agentUuid' | 'version' | 'connection' | 'vanishedAt'>;

/** What the agents that were counted so far are. */
export interface FleetCount {
  readonly agents: number;
  /** By the version that the node reported last; '' where none did. */
  readonly versions: ReadonlyMap<string, number>;
  readonly status: Readonly<Record<'online' | 'offline' | 'vanished' | 'unknown', number>>;
  readonly agentUuids: readonly string[];
}

export const NOTHING: FleetCount = {
  agents: 0,
  versions: new Map(),
  status: { online: 0, offline: 0, vanished: 0, unknown: 0 },
  agentUuids: [],
};

/** As the filter of GET /agents has it: one that vanished is neither online nor offline. */
export const statusOf = ({ vanishedAt, connection }: Pick<Agent, 'vanishedAt' | 'connection'>) =>
  vanishedAt === null ? (connection ?? 'unknown') : 'vanished';

/** The count with one more page. */
export function counted(count: FleetCount, page: readonly Agent[]): FleetCount {
  const versions = new Map(count.versions);
  const status = { ...count.status };
  for (const agent of page) {
    const version = agent.version ?? '';
    versions.set(version, (versions.get(version) ?? 0) + 1);
    status[statusOf(agent)]++;
  }
  const agentUuids = [...count.agentUuids, ...page.map(({ agentUuid }) => agentUuid)];
  return { agents: count.agents + page.length, versions, status, agentUuids };
}

export interface Share {
  readonly version: string;
  readonly agents: number;
  /** Of all that were counted, 0 to 1. */
  readonly share: number;
}

/** The most frequent versions, and how many agents run one of the others. */
export function distribution({ versions, agents }: FleetCount, most: number): { shown: Share[]; others: number } {
  const sorted = [...versions].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, most).map(([version, count]) => ({ version, agents: count, share: count / agents }));
  return { shown, others: agents - shown.reduce((sum, { agents }) => sum + agents, 0) };
}
