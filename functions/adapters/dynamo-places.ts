import * as z from 'zod';
import { derivedUuid, nodeOf, type Place } from '../domain/agent.ts';
import { type Condition, type DynamoTable, type Key, notThere } from './dynamo-table.ts';

/** `NODE#node/AGENT#type` says which agentUuid a node's agent of a type has, so that no agent is in the inventory twice. */
export class DynamoPlaces {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
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
    const item = { ...placeKey(place), agentUuid, claimedAt: now };
    const { expression, names, values } = claimantIs(agentUuid);
    const free = { expression: `${notThere.expression} OR ${expression}`, names, values };
    if (await this.#table.put(item, free)) return undefined;
    const found = await this.#table.get(placeKey(place));
    const other = found === undefined ? undefined : claimSchema.parse(found).agentUuid;
    if (other === undefined) return { takenBy: 'another one' };
    if (!(await livesThere(other)) && (await this.#table.put(item, leftBehindBy(other, now)))) return undefined;
    return { takenBy: other };
  }

  /** Gives the place back where the agentUuid still has it. */
  async release(place: Place, agentUuid: string): Promise<void> {
    // A failed condition means that another one has the place, who keeps it.
    await this.#table.delete(placeKey(place), claimantIs(agentUuid));
  }
}

const claimSchema = z.object({ agentUuid: z.string() });

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
