import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { derivedUuid, nodeOf, type Place } from '../domain/agent.ts';
import { type Condition, type DynamoTable, type Key, notThere } from './dynamo-table.ts';

/** A claim as it was read. */
export interface Claim {
  readonly place: Place;
  readonly agentUuid: string;
  /** Another one each time that the place is claimed, also by the same agent; undefined for a claim from before there were marks. */
  readonly mark: string | undefined;
}

/** `NODE#node/AGENT#type` says which agentUuid a node's agent of a type has, so that no agent is in the inventory twice. */
export class DynamoPlaces {
  readonly #table: DynamoTable;
  readonly #newMark: () => string;

  constructor(table: DynamoTable, newMark: () => string = randomUUID) {
    this.#table = table;
    this.#newMark = newMark;
  }

  /** Who has claimed one of these places, each once: BatchGetItem takes no key twice. */
  async claimants(places: readonly Place[]): Promise<readonly string[]> {
    const keys = new Map(places.map((place) => [derivedUuid(place), placeKey(place)]));
    const items = await this.#table.getMany([...keys.values()]);
    return [...new Set(items.map((item) => claimSchema.parse(item).agentUuid))];
  }

  /**
   * Claims the place for the agentUuid, also where it is claimed for it already. Answers who has it where another one does: `livesThere` says
   * whether that one does, and a claim that nobody lives at is free once it has settled.
   */
  async claim(
    place: Place,
    agentUuid: string,
    now: string,
    livesThere: (other: string) => Promise<boolean>,
  ): Promise<{ readonly takenBy: string } | undefined> {
    const item = { ...placeKey(place), agentUuid, claimedAt: now, mark: this.#newMark() };
    const { expression, names, values } = claimantIs(agentUuid);
    const free = { expression: `${notThere.expression} OR ${expression}`, names, values };
    if (await this.#table.put(item, free)) return undefined;
    const found = await this.#table.get(placeKey(place));
    const other = found === undefined ? undefined : claimSchema.parse(found).agentUuid;
    if (other === undefined) return { takenBy: 'another one' };
    if (!(await livesThere(other)) && (await this.#table.put(item, leftBehindBy(other, now)))) return undefined;
    return { takenBy: other };
  }

  /** The agent's claim of this place, undefined where it has none. */
  async claimOf(place: Place, agentUuid: string): Promise<Claim | undefined> {
    const item = await this.#table.get(placeKey(place));
    const stored = item === undefined ? undefined : claimSchema.parse(item);
    return stored?.agentUuid === agentUuid ? { place, agentUuid, mark: stored.mark } : undefined;
  }

  /** Gives the place back, unless it was claimed again since this claim was read, by whomever. */
  async release({ place, agentUuid, mark }: Claim): Promise<void> {
    const { expression, names, values } = claimantIs(agentUuid);
    const isMarked = mark === undefined ? 'attribute_not_exists(#mark)' : '#mark = :mark';
    // A failed condition means that the place was claimed since: that claim stays.
    await this.#table.delete(placeKey(place), {
      expression: `${expression} AND ${isMarked}`,
      names: [...names, 'mark'],
      values: { ...values, ...(mark !== undefined && { ':mark': mark }) },
    });
  }
}

const claimSchema = z.object({ agentUuid: z.string(), mark: z.string().optional() });

const placeKey = (place: Place): Key => ({ pk: `NODE#${nodeOf(place)}`, sk: `AGENT#${place.agentType}` });

/** A registration writes its claim and its agent within the 30 s that an API call may take; a claim this old without its agent was left behind. */
const CLAIM_SETTLES_MS = 60_000;

/** The claim names this agent, and did so long before. Claims from before they had a time are old. */
function leftBehindBy(agentUuid: string, now: string): Condition {
  const { expression, names, values } = claimantIs(agentUuid);
  const settled = new Date(Date.parse(now) - CLAIM_SETTLES_MS).toISOString();
  return {
    expression: `${expression} AND (attribute_not_exists(#claimedAt) OR #claimedAt <= :settled)`,
    names: [...names, 'claimedAt'],
    values: { ...values, ':settled': settled },
  };
}

const claimantIs = (agentUuid: string) => ({
  expression: '#agentUuid = :claimant',
  names: ['agentUuid'],
  values: { ':claimant': agentUuid },
});
