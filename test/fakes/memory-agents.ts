import { type Agent, nodeOf } from '../../functions/domain/agent.ts';
import { Refusal } from '../../functions/domain/errors.ts';
import type { Agents, Page } from '../../functions/domain/ports.ts';

export class MemoryAgents implements Agents {
  readonly #agents = new Map<string, Agent>();

  async get(agentUuid: string): Promise<Agent | undefined> {
    return this.#agents.get(agentUuid);
  }

  async getMany(agentUuids: readonly string[]): Promise<ReadonlyMap<string, Agent>> {
    const found = agentUuids.flatMap((agentUuid) => this.#agents.get(agentUuid) ?? []);
    return new Map(found.map((agent) => [agent.agentUuid, agent]));
  }

  async register(agent: Agent): Promise<Agent> {
    const twin = [...this.#agents.values()].find(
      (other) => placeOf(other) === placeOf(agent) && other.agentUuid !== agent.agentUuid,
    );
    if (twin !== undefined) throw new Refusal('conflict', 'DUPLICATE_AGENT', twin.agentUuid);
    const before = this.#agents.get(agent.agentUuid);
    const { version, versionReportedAt } = before !== undefined && placeOf(before) === placeOf(agent) ? before : agent;
    const stored = { ...agent, version, versionReportedAt, registeredAt: before?.registeredAt ?? agent.registeredAt };
    this.#agents.set(agent.agentUuid, stored);
    return stored;
  }

  async recordVersion(agentUuid: string, version: string, reportedAt: Date): Promise<void> {
    const agent = this.#agents.get(agentUuid);
    const versionReportedAt = reportedAt.toISOString();
    if (agent === undefined || (agent.versionReportedAt ?? '') > versionReportedAt) return;
    this.#agents.set(agentUuid, { ...agent, version, versionReportedAt });
  }

  async list(limit: number, cursor: string | null): Promise<Page<Agent>> {
    return this.select(() => true, limit, cursor);
  }

  async select(matches: (agent: Agent) => boolean, limit: number, cursor: string | null): Promise<Page<Agent>> {
    const sorted = [...this.#agents.values()].filter(matches).sort((a, b) => (a.agentUuid < b.agentUuid ? -1 : 1));
    const after = sorted.filter(({ agentUuid }) => cursor === null || agentUuid > cursor);
    const items = after.slice(0, limit);
    return { items, nextCursor: after.length > limit ? (items.at(-1)?.agentUuid ?? null) : null };
  }
}

const placeOf = (agent: Agent): string => `${nodeOf(agent)}/${agent.agentType}`;
