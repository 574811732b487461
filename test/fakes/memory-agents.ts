import { type Agent, derivedUuid, type Place } from '../../functions/domain/agent.ts';
import {
  goneAt,
  type Observation,
  observed,
  registered,
  reported,
  vanished,
} from '../../functions/domain/agent-record.ts';
import { Refusal } from '../../functions/domain/errors.ts';
import type { Agents, Page, VersionReport } from '../../functions/domain/ports.ts';

export class MemoryAgents implements Agents {
  readonly #agents = new Map<string, Agent>();
  readonly #places = new Map<string, string>();
  readonly #now: () => Date;
  /** The names in order, until another one comes. */
  #sorted: string[] | undefined;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  async get(agentUuid: string): Promise<Agent | undefined> {
    return this.#stored(agentUuid);
  }

  #stored(agentUuid: string): Agent | undefined {
    const agent = this.#agents.get(agentUuid);
    const gone = agent === undefined ? null : goneAt(agent);
    return gone !== null && gone <= this.#now() ? undefined : agent;
  }

  async getMany(agentUuids: readonly string[]): Promise<ReadonlyMap<string, Agent>> {
    const found = agentUuids.flatMap((agentUuid) => this.#stored(agentUuid) ?? []);
    return new Map(found.map((agent) => [agent.agentUuid, agent]));
  }

  async atPlaces(places: readonly Place[]): Promise<ReadonlyMap<string, Agent>> {
    const found = places.flatMap((place) => this.#at(place) ?? []);
    return new Map(found.map((agent) => [derivedUuid(agent), agent]));
  }

  #at(place: Place): Agent | undefined {
    return this.#stored(this.#places.get(derivedUuid(place)) ?? '');
  }

  async register(agent: Agent): Promise<Agent> {
    const twin = this.#at(agent);
    if (twin !== undefined && twin.agentUuid !== agent.agentUuid)
      throw new Refusal('conflict', 'DUPLICATE_AGENT', twin.agentUuid);
    const before = this.#stored(agent.agentUuid);
    if (before !== undefined) this.#places.delete(derivedUuid(before));
    return this.#write(registered(before, agent));
  }

  async recordVersions(reports: readonly VersionReport[], reportedAt: Date): Promise<void> {
    for (const { agentUuid, version, before } of reports) {
      const agent = this.#stored(agentUuid);
      if (agent !== undefined) this.#write(reported(agent, version, reportedAt.toISOString(), before));
    }
  }

  async observe(seen: Observation, mayBeNew = true): Promise<'created' | 'changed' | 'unchanged' | 'conflict'> {
    const known = this.#stored(seen.agentUuid);
    if (known === undefined && !mayBeNew) return 'unchanged';
    const there = this.#at(seen);
    if (there?.agentUuid !== known?.agentUuid) return 'conflict';
    const next = observed(known, seen);
    if (next === undefined) return 'unchanged';
    this.#write(next);
    return known === undefined ? 'created' : 'changed';
  }

  async markVanished(agentUuid: string, at: Date, from?: Place): Promise<void> {
    const agent = this.#stored(agentUuid);
    const next = agent && vanished(agent, at.toISOString(), from);
    if (next !== undefined) this.#write(next);
  }

  async remove(agentUuid: string): Promise<boolean> {
    const agent = this.#stored(agentUuid);
    if (agent === undefined) return false;
    this.#agents.delete(agentUuid);
    this.#places.delete(derivedUuid(agent));
    this.#sorted = undefined;
    return true;
  }

  #write(agent: Agent): Agent {
    if (!this.#agents.has(agent.agentUuid)) this.#sorted = undefined;
    this.#agents.set(agent.agentUuid, agent);
    this.#places.set(derivedUuid(agent), agent.agentUuid);
    return agent;
  }

  async list(
    limit: number,
    cursor: string | null,
    matches: (agent: Agent) => boolean = () => true,
  ): Promise<Page<Agent>> {
    return this.select(matches, limit, cursor);
  }

  async select(matches: (agent: Agent) => boolean, limit: number, cursor: string | null): Promise<Page<Agent>> {
    this.#sorted ??= [...this.#agents.keys()].sort();
    const start = cursor === null ? 0 : this.#sorted.findIndex((name) => name > cursor);
    const items: Agent[] = [];
    for (let index = start === -1 ? this.#sorted.length : start; index < this.#sorted.length; index++) {
      const agent = this.#stored(this.#sorted[index] ?? '');
      if (agent === undefined || !matches(agent)) continue;
      if (items.length === limit) return { items, nextCursor: items.at(-1)?.agentUuid ?? null };
      items.push(agent);
    }
    return { items, nextCursor: null };
  }
}
