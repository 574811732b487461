import * as z from 'zod';
import type { Plans } from '../domain/ports.ts';
import { type DynamoTable, type Key, ttl } from './dynamo-table.ts';

/** `PLAN#hash/PLAN`. TTL only tidies up: a plan that is to be forgotten and is still stored counts as unknown. */
export class DynamoPlans implements Plans {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async remember(hash: string, jobId: string, forgetAfter: Date): Promise<void> {
    const until = forgetAfter.toISOString();
    await this.#table.putAlways({ ...planKey(hash), jobId, until, expiresAt: ttl(forgetAfter) });
  }

  async jobOf(hash: string, now: Date): Promise<string | undefined> {
    const item = await this.#table.get(planKey(hash));
    if (item === undefined) return undefined;
    const { jobId, until } = planSchema.parse(item);
    return new Date(until) > now ? jobId : undefined;
  }
}

const planSchema = z.object({ jobId: z.string(), until: z.iso.datetime() });

const planKey = (hash: string): Key => ({ pk: `PLAN#${hash}`, sk: 'PLAN' });
