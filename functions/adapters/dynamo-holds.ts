import * as z from 'zod';
import type { Acquisition, Hold, Holds } from '../domain/ports.ts';
import { type DynamoTable, type Key, ttl } from './dynamo-table.ts';

/** `NODE#node/HOLD#type`. TTL only tidies up: an expired hold that is still stored counts as free. */
export class DynamoHolds implements Holds {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async acquire(hold: Hold, now: Date, takeOverFrom = hold.jobId): Promise<Acquisition> {
    const item = { ...holdKey(hold), jobId: hold.jobId, until: hold.until.toISOString(), expiresAt: ttl(hold.until) };
    const free = {
      expression: 'attribute_not_exists(pk) OR #jobId IN (:jobId, :takenOver) OR #until <= :now',
      names: ['jobId', 'until'],
      values: { ':jobId': hold.jobId, ':takenOver': takeOverFrom, ':now': now.toISOString() },
    };
    const taken = await this.#table.replace(item, free);
    if (taken !== undefined) {
      const before = taken.old === undefined ? undefined : holderSchema.parse(taken.old).jobId;
      return before === undefined || before === hold.jobId || before === takeOverFrom
        ? undefined
        : { expiredOf: before };
    }
    const holder = await this.#table.get(holdKey(hold));
    // Given back in between: one more try, and whoever is quicker then has it.
    if (holder === undefined) return (await this.#table.put(item, free)) ? undefined : { heldBy: 'another job' };
    return { heldBy: holderSchema.parse(holder).jobId };
  }

  async holder(node: string, agentType: string, now: Date): Promise<string | undefined> {
    const item = await this.#table.get(holdKey({ node, agentType }));
    if (item === undefined) return undefined;
    const { jobId, until } = holdSchema.parse(item);
    return new Date(until) > now ? jobId : undefined;
  }

  async release(hold: Pick<Hold, 'node' | 'agentType' | 'jobId'>): Promise<void> {
    // A failed condition means that the job does not have the hold any more, which is what releasing is for.
    await this.#table.delete(holdKey(hold), {
      expression: '#jobId = :jobId',
      names: ['jobId'],
      values: { ':jobId': hold.jobId },
    });
  }
}

const holdSchema = z.object({ jobId: z.string(), until: z.iso.datetime() });
const holderSchema = holdSchema.pick({ jobId: true });

const holdKey = ({ node, agentType }: Pick<Hold, 'node' | 'agentType'>): Key => ({
  pk: `NODE#${node}`,
  sk: `HOLD#${agentType}`,
});
