import * as z from 'zod';
import { itemSize, readUnits, type StoredItem, storedItemSchema, writeUnits } from './dynamo-units.ts';
import type { Exchange } from './metered.ts';

const keySchema = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const writeRequest = z.object({ Key: keySchema.optional(), Item: storedItemSchema.optional() });
const readRequest = z.object({ ConsistentRead: z.boolean().default(false) });
const batchRequest = z.object({
  RequestItems: z.record(
    z.string(),
    z.object({ Keys: z.array(keySchema), ConsistentRead: z.boolean().default(false) }),
  ),
});
const answerSchema = z.object({
  Attributes: storedItemSchema.optional(),
  Item: storedItemSchema.optional(),
  Items: z.array(storedItemSchema).default([]),
  Responses: z.record(z.string(), z.array(storedItemSchema)).default({}),
});

const INDEX = ['index1pk', 'index1sk'];

/**
 * Counts what DynamoDB would bill of the calls that go by, by the size of the items. It keeps each item that it has seen written, since a
 * write costs by what was there before, too. Updates have to ask for ALL_NEW, as those of this table do.
 */
export class TableMeter {
  writeUnits = 0;
  readUnits = 0;
  readonly #items = new Map<string, StoredItem>();

  reset(): void {
    this.writeUnits = 0;
    this.readUnits = 0;
  }

  observe({ operation, request, response, isOk }: Exchange): void {
    const answer = answerSchema.parse(isOk ? response : {});
    switch (operation) {
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        this.#write(operation, request, answer.Attributes, isOk);
        return;
      case 'GetItem':
        this.readUnits += readUnits(sizeOf(answer.Item), readRequest.parse(request).ConsistentRead);
        return;
      case 'Query':
        this.readUnits += readUnits(
          answer.Items.reduce((sum, item) => sum + itemSize(item), 0),
          readRequest.parse(request).ConsistentRead,
        );
        return;
      case 'BatchGetItem':
        this.#batch(request, Object.values(answer.Responses).flat());
        return;
      default:
        throw new Error(`What ${operation} costs is not known here.`);
    }
  }

  #write(operation: string, request: unknown, updated: StoredItem | undefined, isOk: boolean): void {
    const { Key, Item } = writeRequest.parse(request);
    const { pk, sk } = Key ?? keySchema.parse(Item);
    const key = `${pk.S}\0${sk.S}`;
    const before = this.#items.get(key);
    // A condition that does not hold costs as much as the item that is there.
    const after = !isOk ? before : operation === 'DeleteItem' ? undefined : (Item ?? updated);
    this.writeUnits += writeUnits(before, after, INDEX);
    if (after === undefined) this.#items.delete(key);
    else this.#items.set(key, after);
  }

  /** Each item is rounded up by itself, and a key without an item costs as one. */
  #batch(request: unknown, found: readonly StoredItem[]): void {
    for (const { Keys, ConsistentRead } of Object.values(batchRequest.parse(request).RequestItems)) {
      const missing = Math.max(0, Keys.length - found.length);
      this.readUnits += missing * readUnits(0, ConsistentRead);
      for (const item of found) this.readUnits += readUnits(itemSize(item), ConsistentRead);
    }
  }
}

const sizeOf = (item: StoredItem | undefined): number => (item === undefined ? 0 : itemSize(item));
