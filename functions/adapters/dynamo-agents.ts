import * as z from 'zod';
import { type Agent, agentSchema, agentUuidSchema, derivedUuid, type Place } from '../domain/agent.ts';
import { goneAt, type Observation, observed, registered, reported, vanished } from '../domain/agent-record.ts';
import { ConcurrentWrite, Refusal } from '../domain/errors.ts';
import type { Agents, Page, VersionReport } from '../domain/ports.ts';
import { type Claim, DynamoPlaces } from './dynamo-places.ts';
import {
  type Condition,
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
    const { agentUuid, registeredAt } = agent;
    refuseTwin(agent, await this.#claim(agent, agentUuid, registeredAt));
    const { after, revision, left } = await this.#change(agentUuid, (known) => registered(known, agent));
    refuseTwin(agent, await this.#claimAgain(agent, revision, registeredAt));
    if (left !== undefined) await this.#places.release(left);
    return after ?? agent;
  }

  #claim(place: Place, agentUuid: string, now: string) {
    return this.#places.claim(place, agentUuid, now, async (other) => {
      const stored = await this.get(other);
      return stored !== undefined && derivedUuid(stored) === derivedUuid(place);
    });
  }

  /**
   * Claims the place once more, now that the agent is written. Whoever removed or moved the agent meanwhile may have released the first claim, or be about
   * to: another mark saves it. Where another agent took the place in between, this one is taken back.
   * @param revision of the agent as it was written
   */
  async #claimAgain(agent: Place & Pick<Agent, 'agentUuid'>, revision: number | undefined, now: string) {
    const taken = await this.#claim(agent, agent.agentUuid, now);
    if (taken !== undefined && revision !== undefined)
      await this.#table.delete(agentKey(agent.agentUuid), revisionIs(revision));
    return taken;
  }

  /** Reads all of them together: a call for each of 50 would be a third of what settling their batch asks DynamoDB for. */
  async recordVersions(reports: readonly VersionReport[], reportedAt: Date): Promise<void> {
    const items = await this.#table.getMany(reports.map(({ agentUuid }) => agentKey(agentUuid)));
    const read = new Map(items.map((item) => [item['pk'], item]));
    const at = reportedAt.toISOString();
    await Promise.all(
      reports.map(async ({ agentUuid, version, before }) => {
        const item = read.get(agentKey(agentUuid).pk);
        if (item !== undefined)
          await this.#change(agentUuid, (known) => known && reported(known, version, at, before), item);
      }),
    );
  }

  async observe(seen: Observation, mayBeNew = true): Promise<'created' | 'changed' | 'unchanged' | 'conflict'> {
    const isNew = (await this.get(seen.agentUuid)) === undefined;
    if (isNew && !mayBeNew) return 'unchanged';
    if (isNew && (await this.#claim(seen, seen.agentUuid, seen.seenAt)) !== undefined) return 'conflict';
    const isElsewhere = (known: Agent | undefined) => known !== undefined && derivedUuid(known) !== derivedUuid(seen);
    const { before, after, revision } = await this.#change(seen.agentUuid, (known) =>
      isElsewhere(known) || (known === undefined && !mayBeNew) ? undefined : observed(known, seen),
    );
    // Registered elsewhere in between: the claim is left behind, and free soon.
    if (isElsewhere(before)) return 'conflict';
    if (after === undefined) return 'unchanged';
    if (before !== undefined) return 'changed';
    return (await this.#claimAgain(seen, revision, seen.seenAt)) === undefined ? 'created' : 'conflict';
  }

  async markVanished(agentUuid: string, at: Date, from?: Place): Promise<void> {
    await this.#change(agentUuid, (known) => known && vanished(known, at.toISOString(), from));
  }

  /** The agent first: a claim that is left behind is free soon, and an agent without one could be registered twice. */
  async remove(agentUuid: string): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const item = await this.#table.get(agentKey(agentUuid));
      const agent = this.#parse(item);
      if (item === undefined || agent === undefined) return false;
      const claim = await this.#places.claimOf(agent, agentUuid);
      if (!(await this.#table.delete(agentKey(agentUuid), asRead(item)))) continue;
      if (claim !== undefined) await this.#places.release(claim);
      return true;
    }
    throw writtenMeanwhile(agentUuid);
  }

  /**
   * Writes the record as `change` answers it, unless that is undefined or the same. `left` is the claim of the place that the agent leaves by that.
   * @param read the item, where it was read just before
   * @throws ConcurrentWrite where others keep writing it
   */
  async #change(
    agentUuid: string,
    change: (known: Agent | undefined) => Agent | undefined,
    read?: Item,
  ): Promise<Change> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const item = attempt === 0 && read !== undefined ? read : await this.#table.get(agentKey(agentUuid));
      const before = this.#parse(item);
      const after = change(before);
      if (after === undefined || after === before) return { before };
      // Before the write, so that whoever is back at that place by a later one has claimed it anew.
      const left =
        before && derivedUuid(before) !== derivedUuid(after)
          ? await this.#places.claimOf(before, agentUuid)
          : undefined;
      const revision = await this.#put(after, item === undefined ? undefined : revisionOf(item));
      if (revision !== undefined) return { before, after, revision, left };
    }
    throw writtenMeanwhile(agentUuid);
  }

  /**
   * Answers the revision that was written, undefined where the record is another one by now. Revisions begin with the time, so that a
   * record that was removed has none in common with one that comes after it.
   */
  async #put(agent: Agent, was: number | undefined): Promise<number | undefined> {
    const revision = (was ?? this.#now().getTime()) + 1;
    return (await this.#table.put(agentItem(agent, revision), was === undefined ? withoutRevision : revisionIs(was)))
      ? revision
      : undefined;
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

interface Change {
  readonly before: Agent | undefined;
  /** What was written, undefined where nothing was. */
  readonly after?: Agent;
  readonly revision?: number;
  readonly left?: Claim | undefined;
}

/** Two functions at most write one agent at a time: its job's, and the one that looks at the fleet. */
const ATTEMPTS = 5;

const writtenMeanwhile = (agentUuid: string): ConcurrentWrite =>
  new ConcurrentWrite(`${agentUuid} was written ${ATTEMPTS} times meanwhile.`);

const revisionSchema = z.object({ revision: z.int().optional() });
const revisionOf = (item: Item): number | undefined => revisionSchema.parse(item).revision;

/** True of no record, and of one from before they had revisions. */
const withoutRevision = { expression: 'attribute_not_exists(#revision)', names: ['revision'] };

/** The record is there, as it was read. */
function asRead(item: Item): Condition {
  const revision = revisionOf(item);
  if (revision !== undefined) return revisionIs(revision);
  return { ...withoutRevision, expression: `attribute_exists(pk) AND ${withoutRevision.expression}` };
}

/** @throws Refusal where another agent has the place */
function refuseTwin({ nodeId, agentType }: Agent, taken: { readonly takenBy: string } | undefined): void {
  if (taken === undefined) return;
  const what = `${nodeId} has an agent of type ${agentType} already`;
  throw new Refusal('conflict', 'DUPLICATE_AGENT', `${what}: ${taken.takenBy}. Use that agentUuid.`);
}

function toAgent(item: Item): Agent {
  const { revision: _revision, ...stored } = content(item);
  return agentSchema.parse(stored);
}

/** The record as it is stored. @throws where it is no whole agent */
export function agentItem(agent: Agent, revision: number): Key & Item {
  const gone = goneAt(agent);
  const key = indexKey(shardOf(agent.agentUuid), agent.agentUuid);
  return { ...agentSchema.parse(agent), ...key, revision, ...(gone && { expiresAt: ttl(gone) }) };
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
