import * as z from 'zod';
import { type Agent, agentSchema, agentUuidSchema, derivedUuid, type Place } from '../domain/agent.ts';
import { goneAt, type Observation, observed, registered, reported, vanished } from '../domain/agent-record.ts';
import { ConcurrentWrite, Refusal } from '../domain/errors.ts';
import type { Agents, Page } from '../domain/ports.ts';
import { DynamoPlaces } from './dynamo-places.ts';
import {
  content,
  type DynamoTable,
  fromCursor,
  type Item,
  type Key,
  revisionIs,
  toCursor,
  ttl,
} from './dynamo-table.ts';

/**
 * `AGENT#uuid/AGENT`, listed over 16 shards of the index so that no index partition takes the whole fleet's writes. Each write is of the whole
 * record, where its revision is still the one that was read. TTL only tidies up: a vanished agent whose time is over counts as gone.
 */
export class DynamoAgents implements Agents {
  readonly #table: DynamoTable;
  readonly #places: DynamoPlaces;
  readonly #now: () => Date;

  constructor(table: DynamoTable, now: () => Date = () => new Date()) {
    this.#table = table;
    this.#places = new DynamoPlaces(table);
    this.#now = now;
  }

  async get(agentUuid: string): Promise<Agent | undefined> {
    return this.#parse(await this.#table.get(agentKey(agentUuid)));
  }

  async getMany(agentUuids: readonly string[]): Promise<ReadonlyMap<string, Agent>> {
    const items = await this.#table.getMany(agentUuids.map(agentKey));
    return new Map(items.flatMap((item) => this.#parse(item) ?? []).map((agent) => [agent.agentUuid, agent]));
  }

  async atPlaces(places: readonly Place[]): Promise<ReadonlyMap<string, Agent>> {
    const wanted = new Set(places.map(derivedUuid));
    const agents = await this.getMany(await this.#places.claimants(places));
    const found = [...agents.values()].map((agent) => [derivedUuid(agent), agent] as const);
    // An agent may have moved away, and its old claim be left behind.
    return new Map(found.filter(([place]) => wanted.has(place)));
  }

  async register(agent: Agent): Promise<Agent> {
    const taken = await this.#claim(agent, agent.agentUuid, agent.registeredAt);
    if (taken !== undefined) {
      const what = `${agent.nodeId} has an agent of type ${agent.agentType} already`;
      throw new Refusal('conflict', 'DUPLICATE_AGENT', `${what}: ${taken.takenBy}. Use that agentUuid.`);
    }
    const { before, after } = await this.#change(agent.agentUuid, (known) => registered(known, agent));
    if (before !== undefined && derivedUuid(before) !== derivedUuid(agent))
      await this.#places.release(before, agent.agentUuid);
    return after ?? agent;
  }

  #claim(place: Place, agentUuid: string, now: string) {
    return this.#places.claim(place, agentUuid, now, async (other) => {
      const stored = await this.get(other);
      return stored !== undefined && derivedUuid(stored) === derivedUuid(place);
    });
  }

  async recordVersion(agentUuid: string, version: string, reportedAt: Date, before?: string | null): Promise<void> {
    await this.#change(agentUuid, (known) => known && reported(known, version, reportedAt.toISOString(), before));
  }

  async observe(seen: Observation, mayBeNew = true): Promise<'created' | 'changed' | 'unchanged' | 'conflict'> {
    const isNew = (await this.get(seen.agentUuid)) === undefined;
    if (isNew && !mayBeNew) return 'unchanged';
    if (isNew && (await this.#claim(seen, seen.agentUuid, seen.seenAt)) !== undefined) return 'conflict';
    const isElsewhere = (known: Agent | undefined) => known !== undefined && derivedUuid(known) !== derivedUuid(seen);
    const { before, after } = await this.#change(seen.agentUuid, (known) =>
      isElsewhere(known) || (known === undefined && !mayBeNew) ? undefined : observed(known, seen),
    );
    // Registered elsewhere in between: the claim is left behind, and free soon.
    if (isElsewhere(before)) return 'conflict';
    if (after === undefined) return 'unchanged';
    return before === undefined ? 'created' : 'changed';
  }

  async markVanished(agentUuid: string, at: Date, from?: Place): Promise<void> {
    await this.#change(agentUuid, (known) => known && vanished(known, at.toISOString(), from));
  }

  async remove(agentUuid: string): Promise<boolean> {
    const agent = await this.get(agentUuid);
    if (agent === undefined) return false;
    // The agent first: a claim that is left behind is free soon, and an agent without one could be registered twice.
    const removed = await this.#table.delete(agentKey(agentUuid), { expression: 'attribute_exists(pk)' });
    await this.#places.release(agent, agentUuid);
    return removed;
  }

  /** Writes the record as `change` answers it, unless that is undefined or the same. @throws ConcurrentWrite where others keep writing it */
  async #change(agentUuid: string, change: (known: Agent | undefined) => Agent | undefined) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const item = await this.#table.get(agentKey(agentUuid));
      const before = this.#parse(item);
      const after = change(before);
      if (after === undefined || after === before) return { before, after: undefined };
      const revision = item === undefined ? undefined : revisionSchema.parse(item).revision;
      if (await this.#put(after, revision)) return { before, after };
    }
    throw new ConcurrentWrite(`${agentUuid} was written ${ATTEMPTS} times meanwhile.`);
  }

  /** Revisions begin with the time, so that a record that was removed has none in common with one that comes after it. */
  async #put(agent: Agent, was: number | undefined): Promise<boolean> {
    const key = indexKey(shardOf(agent.agentUuid), agent.agentUuid);
    const gone = goneAt(agent);
    const revision = (was ?? this.#now().getTime()) + 1;
    const item = { ...agentSchema.parse(agent), ...key, revision, ...(gone && { expiresAt: ttl(gone) }) };
    return this.#table.put(item, was === undefined ? withoutRevision : revisionIs(was));
  }

  async list(limit: number, cursor: string | null, matches?: (agent: Agent) => boolean): Promise<Page<Agent>> {
    return this.#walk(limit, cursor, AGENTS_AT_ONCE, matches);
  }

  async select(matches: (agent: Agent) => boolean, limit: number, cursor: string | null): Promise<Page<Agent>> {
    return this.#walk(limit, cursor, Number.POSITIVE_INFINITY, matches);
  }

  /**
   * Ends with the page full, at the end of the inventory, or once `most` agents were read. Twice as many are read each time: where most
   * match few are read for nothing, and where hardly any do there are few calls.
   */
  async #walk(
    limit: number,
    cursor: string | null,
    most: number,
    matches?: (agent: Agent) => boolean,
  ): Promise<Page<Agent>> {
    let { shard, after } = cursor === null ? firstPage : fromCursor(cursorSchema, cursor);
    const items: Agent[] = [];
    let left = most;
    let size = limit;
    while (shard < SHARDS && items.length < limit && left > 0) {
      const missing = limit - items.length;
      const start = after === null ? undefined : indexKey(shard, after);
      const page = await this.#table.indexPage(shardName(shard), matches === undefined ? missing : size, start);
      left -= page.items.length;
      size = Math.min(2 * size, AGENTS_AT_ONCE);
      const read = page.items.map(toAgent);
      const found = read.filter((agent) => !this.#isGone(agent) && (matches?.(agent) ?? true));
      items.push(...found.slice(0, missing));
      // Cut short, the next page begins behind the last one that was taken; else behind the last one that was read.
      if (found.length > missing) after = items.at(-1)?.agentUuid ?? null;
      else after = page.last === undefined ? null : (read.at(-1)?.agentUuid ?? null);
      if (after === null) shard++;
    }
    return { items, nextCursor: shard < SHARDS ? toCursor({ shard, after }) : null };
  }

  #parse(item: Item | undefined): Agent | undefined {
    const agent = item === undefined ? undefined : toAgent(item);
    return agent === undefined || this.#isGone(agent) ? undefined : agent;
  }

  #isGone(agent: Agent): boolean {
    const at = goneAt(agent);
    return at !== null && at <= this.#now();
  }
}

/** Two functions at most write one agent at a time: its job's, and the one that looks at the fleet. */
const ATTEMPTS = 5;

const revisionSchema = z.object({ revision: z.int().optional() });
/** True of no record, and of one from before they had revisions. */
const withoutRevision = { expression: 'attribute_not_exists(#revision)', names: ['revision'] };

function toAgent(item: Item): Agent {
  const { revision: _revision, ...stored } = content(item);
  return agentSchema.parse(stored);
}

const SHARDS = 16;

/** The most agents read at once while some are looked for: at 500 bytes each as much as the 1 MB of one Query. */
const AGENTS_AT_ONCE = 2_000;

const shardName = (shard: number): string => `AGENTS#${shard}`;

/** FNV-1a, 32 bits (RFC 9923): spreads names evenly and needs no library. */
function shardOf(agentUuid: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(agentUuid)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % SHARDS;
}

/** A position and no key: whoever makes one up only begins elsewhere. */
const cursorSchema = z.strictObject({
  shard: z
    .int()
    .min(0)
    .max(SHARDS - 1),
  after: agentUuidSchema.nullable(),
});
const firstPage: z.infer<typeof cursorSchema> = { shard: 0, after: null };

const indexKey = (shard: number, agentUuid: string) => ({
  ...agentKey(agentUuid),
  index1pk: shardName(shard),
  index1sk: agentUuid,
});

const agentKey = (agentUuid: string): Key => ({ pk: `AGENT#${agentUuid}`, sk: 'AGENT' });
