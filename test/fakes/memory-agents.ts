import { type Agent, nodeOf } from '../../functions/domain/agent.ts';
import { Refusal } from '../../functions/domain/errors.ts';
import type { Agents, Page } from '../../functions/domain/ports.ts';

export class MemoryAgents implements Agents {
  readonly #agents = new Map<string, Agent>();
  readonly #places = new Map<string, string>();
  /** The names in order, until another one comes. */
  #sorted: string[] | undefined;

  async get(agentUuid: string): Promise<Agent | undefined> {
    return this.#agents.get(agentUuid);
  }

  async getMany(agentUuids: readonly string[]): Promise<ReadonlyMap<string, Agent>> {
    const found = agentUuids.flatMap((agentUuid) => this.#agents.get(agentUuid) ?? []);
    return new Map(found.map((agent) => [agent.agentUuid, agent]));
  }

  async register(agent: Agent): Promise<Agent> {
    const twin = this.#places.get(placeOf(agent));
    if (twin !== undefined && twin !== agent.agentUuid) throw new Refusal('conflict', 'DUPLICATE_AGENT', twin);
    const before = this.#agents.get(agent.agentUuid);
    const { version, versionReportedAt } = before !== undefined && placeOf(before) === placeOf(agent) ? before : agent;
    const stored = { ...agent, version, versionReportedAt, registeredAt: before?.registeredAt ?? agent.registeredAt };
    this.#agents.set(agent.agentUuid, stored);
    if (before !== undefined) this.#places.delete(placeOf(before));
    this.#places.set(placeOf(agent), agent.agentUuid);
    this.#sorted = undefined;
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
    this.#sorted ??= [...this.#agents.keys()].sort();
    const start = cursor === null ? 0 : this.#sorted.indexOf(cursor) + 1;
    const items: Agent[] = [];
    for (let index = start; index < this.#sorted.length; index++) {
      const agent = this.#agents.get(this.#sorted[index] ?? '');
      if (agent === undefined || !matches(agent)) continue;
      if (items.length === limit) return { items, nextCursor: items.at(-1)?.agentUuid ?? null };
      items.push(agent);
    }
    return { items, nextCursor: null };
  }
}

const placeOf = (agent: Agent): string => `${nodeOf(agent)}/${agent.agentType}`;
