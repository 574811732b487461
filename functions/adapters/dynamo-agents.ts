import * as z from 'zod';
import { type Agent, agentSchema, agentUuidSchema, nodeOf } from '../domain/agent.ts';
import { BrokenInvariant, Refusal } from '../domain/errors.ts';
import type { Agents, Page } from '../domain/ports.ts';
import { type Condition, content, type DynamoTable, fromCursor, type Key, toCursor } from './dynamo-table.ts';

/**
 * `AGENT#uuid/AGENT`, listed over 16 shards of the index so that no index partition takes the whole fleet's writes;
 * `NODE#node/AGENT#type` says which agentUuid a node's agent of a type has, so that no agent is registered twice.
 */
export class DynamoAgents implements Agents {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async get(agentUuid: string): Promise<Agent | undefined> {
    const item = await this.#table.get(agentKey(agentUuid));
    return item === undefined ? undefined : agentSchema.parse(content(item));
  }

  async getMany(agentUuids: readonly string[]): Promise<ReadonlyMap<string, Agent>> {
    const items = await this.#table.getMany(agentUuids.map(agentKey));
    return new Map(items.map((item) => agentSchema.parse(content(item))).map((agent) => [agent.agentUuid, agent]));
  }

  async register(agent: Agent): Promise<Agent> {
    await this.#claimNode(agent);
    const before = await this.get(agent.agentUuid);
    const moved = before !== undefined && !samePlace(before, agent);
    const { agentUuid, version, versionReportedAt, registeredAt, ...said } = agent;
    // Another node or type means another agent: what the old one reported is not true of it.
    const reported = { version, versionReportedAt };
    const set = { agentUuid, ...said, index1pk: shardOf(agentUuid), index1sk: agentUuid, ...(moved && reported) };
    const item = await this.#table.update(
      agentKey(agentUuid),
      set,
      anything,
      moved ? { registeredAt } : { registeredAt, ...reported },
    );
    if (item === undefined) throw new BrokenInvariant(`${agentUuid} could not be registered.`);
    if (moved) await this.#table.delete(placeKey(before), agentUuidIs(agentUuid));
    return agentSchema.parse(content(item));
  }

  async #claimNode(agent: Agent): Promise<void> {
    const item = { ...placeKey(agent), agentUuid: agent.agentUuid, claimedAt: agent.registeredAt };
    const { expression, names, values } = agentUuidIs(agent.agentUuid);
    const free = { expression: `attribute_not_exists(pk) OR ${expression}`, names, values };
    if (await this.#table.put(item, free)) return;
    const found = await this.#table.get(placeKey(agent));
    const other = found === undefined ? undefined : z.object({ agentUuid: z.string() }).parse(found).agentUuid;
    if (other !== undefined && !(await this.#livesOn(other, agent))) {
      if (await this.#table.put(item, leftBehindBy(other, agent.registeredAt))) return;
    }
    const what = `${agent.nodeId} has an agent of type ${agent.agentType} already`;
    throw new Refusal('conflict', 'DUPLICATE_AGENT', `${what}: ${other ?? 'another one'}. Use that agentUuid.`);
  }

  /** Is the agent, as it is stored, the one at that place? */
  async #livesOn(agentUuid: string, place: Agent): Promise<boolean> {
    const stored = await this.get(agentUuid);
    return stored !== undefined && samePlace(stored, place);
  }

  async recordVersion(agentUuid: string, version: string, reportedAt: Date): Promise<void> {
    const versionReportedAt = reportedAt.toISOString();
    // A failed condition means that the agent is gone or a later report is known: both are fine, as the port says.
    await this.#table.update(
      agentKey(agentUuid),
      { version, versionReportedAt },
      {
        expression:
          'attribute_exists(pk) AND (attribute_type(#versionReportedAt, :null) OR #versionReportedAt <= :versionReportedAt)',
        names: ['versionReportedAt'],
        values: { ':null': 'NULL' },
      },
    );
  }

  async list(limit: number, cursor: string | null): Promise<Page<Agent>> {
    return this.#walk(limit, cursor, (missing) => missing);
  }

  async select(matches: (agent: Agent) => boolean, limit: number, cursor: string | null): Promise<Page<Agent>> {
    return this.#walk(limit, cursor, () => AGENTS_IN_A_PAGE, matches);
  }

  /** @param pageSize how many agents to read where so many are still missing */
  async #walk(
    limit: number,
    cursor: string | null,
    pageSize: (missing: number) => number,
    matches: (agent: Agent) => boolean = () => true,
  ): Promise<Page<Agent>> {
    let { shard, after } = cursor === null ? firstPage : fromCursor(cursorSchema, cursor);
    const items: Agent[] = [];
    while (shard < SHARDS && items.length < limit) {
      const missing = limit - items.length;
      const start = after === null ? undefined : indexKey(shard, after);
      const page = await this.#table.indexPage(shardName(shard), pageSize(missing), start);
      const read = page.items.map((item) => agentSchema.parse(content(item)));
      const found = read.filter(matches);
      items.push(...found.slice(0, missing));
      // Cut short, the next page begins behind the last one that was taken; else behind the last one that was read.
      if (found.length > missing) after = items.at(-1)?.agentUuid ?? null;
      else after = page.last === undefined ? null : (read.at(-1)?.agentUuid ?? null);
      if (after === null) shard++;
    }
    return { items, nextCursor: shard < SHARDS ? toCursor({ shard, after }) : null };
  }
}

const SHARDS = 16;

/** Agents read at once while some are looked for: at 300 to 500 bytes each under the 1 MB of one Query. */
const AGENTS_IN_A_PAGE = 2_000;

const shardName = (shard: number): string => `AGENTS#${shard}`;

/** FNV-1a, 32 bits (RFC 9923): spreads names evenly and needs no library. */
function shardOf(agentUuid: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(agentUuid)) hash = Math.imul(hash ^ byte, 0x01000193);
  return shardName((hash >>> 0) % SHARDS);
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
const placeKey = (agent: Agent): Key => ({ pk: `NODE#${nodeOf(agent)}`, sk: `AGENT#${agent.agentType}` });

function samePlace(one: Agent, other: Agent): boolean {
  const [{ pk, sk }, place] = [placeKey(one), placeKey(other)];
  return pk === place.pk && sk === place.sk;
}

/** A registration writes its claim and its agent within the 30 s that an API call may take; a claim this old without its agent was left behind. */
const CLAIM_SETTLES_MS = 60_000;

/** The claim names this agent, and did so long before. Claims from before they had a time are old. */
function leftBehindBy(agentUuid: string, now: string): Condition {
  const { expression, names, values } = agentUuidIs(agentUuid);
  const settled = new Date(new Date(now).getTime() - CLAIM_SETTLES_MS).toISOString();
  return {
    expression: `${expression} AND (attribute_not_exists(#claimedAt) OR #claimedAt <= :settled)`,
    names: [...names, 'claimedAt'],
    values: { ...values, ':settled': settled },
  };
}

const agentUuidIs = (agentUuid: string) => ({
  expression: '#agentUuid = :claimant',
  names: ['agentUuid'],
  values: { ':claimant': agentUuid },
});
const anything = { expression: 'attribute_exists(pk) OR attribute_not_exists(pk)' };
