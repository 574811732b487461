import * as z from 'zod';
import type { Walks } from '../domain/discovery-ports.ts';
import { ConcurrentWrite } from '../domain/errors.ts';
import { type Walk, walkSchema } from '../domain/walk.ts';
import { content, type DynamoTable, type Key, notThere, revisionIs, ttl } from './dynamo-table.ts';

/** `DISCOVERY/WALK`, and `DISCOVERY/SEEN#start of the walk#k`: 2,050 ids of 19 characters are some 45 KB. TTL only tidies up. */
export class DynamoWalks implements Walks {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async last(): Promise<Walk | undefined> {
    const item = await this.#table.get(WALK);
    return item === undefined ? undefined : walkSchema.parse(content(item));
  }

  async save(walk: Walk): Promise<Walk> {
    const next = { ...walk, revision: walk.revision + 1 };
    const stored = await this.#table.put(
      { ...WALK, ...next },
      walk.revision === 0 ? notThere : revisionIs(walk.revision),
    );
    if (!stored) throw new ConcurrentWrite('Another call goes on with the walk over the nodes.');
    return next;
  }

  async keepSeen(walk: Walk, chunk: number, nodeIds: readonly string[]): Promise<void> {
    const expiresAt = ttl(new Date(Date.parse(walk.startedAt) + SEEN_KEPT_MS));
    await this.#table.putAlways({ ...seenKey(walk, chunk), nodeIds, expiresAt });
  }

  async seen(walk: Walk): Promise<ReadonlySet<string>> {
    if (walk.chunks === 0) return new Set();
    const items = await this.#table.range(PARTITION, seenKey(walk, 0).sk, seenKey(walk, walk.chunks - 1).sk);
    return new Set(items.flatMap((item) => seenSchema.parse(item).nodeIds));
  }
}

/** Twice as long as a walk may take. */
const SEEN_KEPT_MS = 2 * 86_400_000;

const seenSchema = z.object({ nodeIds: z.array(z.string()) });

const PARTITION = 'DISCOVERY';
const WALK: Key = { pk: PARTITION, sk: 'WALK' };

const seenKey = ({ startedAt }: Walk, chunk: number): Key => ({
  pk: PARTITION,
  sk: `SEEN#${startedAt}#${String(chunk).padStart(6, '0')}`,
});
