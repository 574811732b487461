import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Refusal } from '../domain/errors.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Record<string, unknown>;

/** A condition in DynamoDB's expression language; names in it are written `#name`. */
export interface Condition {
  readonly expression: string;
  readonly names?: readonly string[];
  readonly values?: Record<string, unknown>;
}

export const INDEX = 'index1';

/** BatchGetItem takes at most 100 keys. */
const KEYS_IN_A_BATCH = 100;

/** The one table: the few calls that the stores are made of. Reads are consistent, except those of the index. */
export class DynamoTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;

  constructor(name: string, client = new DynamoDBClient({ maxAttempts: 8 })) {
    this.#name = name;
    this.#client = DynamoDBDocumentClient.from(client);
  }

  async get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: { ...key }, ConsistentRead: true }),
    );
    return Item;
  }

  /** The items that exist among these keys, in no particular order. */
  async getMany(keys: readonly Key[]): Promise<Item[]> {
    const groups = Array.from({ length: Math.ceil(keys.length / KEYS_IN_A_BATCH) }, (_, group) =>
      keys.slice(group * KEYS_IN_A_BATCH, (group + 1) * KEYS_IN_A_BATCH),
    );
    return (await Promise.all(groups.map((group) => this.#getBatch(group)))).flat();
  }

  async #getBatch(keys: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    let left: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
    while (left.length > 0) {
      const answer = await this.#client.send(
        new BatchGetCommand({ RequestItems: { [this.#name]: { Keys: left, ConsistentRead: true } } }),
      );
      items.push(...(answer.Responses?.[this.#name] ?? []));
      left = answer.UnprocessedKeys?.[this.#name]?.Keys ?? [];
    }
    return items;
  }

  /** Puts the item where the condition holds; answers whether it did. */
  async put(item: Key & Item, condition: Condition): Promise<boolean> {
    return held(() =>
      this.#client.send(new PutCommand({ TableName: this.#name, Item: item, ...conditionInput(condition) })),
    );
  }

  /** Puts the item where the condition holds; answers the one that was there before, or undefined where the condition did not hold. */
  async replace(item: Key & Item, condition: Condition): Promise<{ readonly old: Item | undefined } | undefined> {
    try {
      const { Attributes } = await this.#client.send(
        new PutCommand({ TableName: this.#name, Item: item, ReturnValues: 'ALL_OLD', ...conditionInput(condition) }),
      );
      return { old: Attributes };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  async putAlways(item: Key & Item): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#name, Item: item }));
  }

  /** Sets attributes where the condition holds; answers the item as it is then, or undefined where it did not hold. */
  async update(key: Key, set: Item, condition: Condition, keep: Item = {}): Promise<Item | undefined> {
    try {
      const answer = await this.#client.send(new UpdateCommand(updateInput(this.#name, key, set, keep, condition)));
      return answer.Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** Deletes the item where the condition holds; answers whether it did. */
  async delete(key: Key, condition: Condition): Promise<boolean> {
    return held(() =>
      this.#client.send(new DeleteCommand({ TableName: this.#name, Key: { ...key }, ...conditionInput(condition) })),
    );
  }

  /** Every item of the partition whose sort key lies between the two, in order. */
  async range(pk: string, from: string, to: string): Promise<Item[]> {
    const items: Item[] = [];
    let start: Item | undefined;
    do {
      const page = await this.#query({
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ...(start && { ExclusiveStartKey: start }),
      });
      items.push(...page.items);
      start = page.last;
    } while (start !== undefined);
    return items;
  }

  /**
   * One page of an index partition, in the order of its sort key, or against it.
   * @param between the lowest and the highest sort key; undefined: all
   */
  async indexPage(
    partition: string,
    limit: number,
    start: Item | undefined,
    order: 'forwards' | 'backwards' = 'forwards',
    between?: readonly [string, string],
  ): Promise<{ items: Item[]; last: Item | undefined }> {
    return this.#query({
      IndexName: INDEX,
      KeyConditionExpression: between ? 'index1pk = :pk AND index1sk BETWEEN :from AND :to' : 'index1pk = :pk',
      ExpressionAttributeValues: { ':pk': partition, ...(between && { ':from': between[0], ':to': between[1] }) },
      Limit: limit,
      ScanIndexForward: order === 'forwards',
      ...(start && { ExclusiveStartKey: start }),
    });
  }

  async #query(input: Omit<QueryCommandInput, 'TableName'>): Promise<{ items: Item[]; last: Item | undefined }> {
    const { Items, LastEvaluatedKey } = await this.#client.send(new QueryCommand({ TableName: this.#name, ...input }));
    return { items: Items ?? [], last: LastEvaluatedKey };
  }
}

export const notThere: Condition = { expression: 'attribute_not_exists(pk)' };

export const revisionIs = (revision: number): Condition => ({
  expression: '#revision = :was',
  names: ['revision'],
  values: { ':was': revision },
});

/** What is stored under the keys, without them. */
export function content(item: Item): Item {
  const { pk: _pk, sk: _sk, index1pk: _index1pk, index1sk: _index1sk, expiresAt: _expiresAt, ...rest } = item;
  return rest;
}

/** TTL wants whole seconds since the epoch. */
export const ttl = (at: Date): number => Math.ceil(at.getTime() / 1000);

/** The state of a listing, as text. Callers of the API are handed it sealed. */
export const toCursor = (state: unknown): string => Buffer.from(JSON.stringify(state)).toString('base64url');

/** @throws Refusal where the text is none of this listing: it may be from before a change of its form */
export function fromCursor<State>(schema: z.ZodType<State>, cursor: string): State {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const state = z.string().transform((json, context) => {
    try {
      return JSON.parse(json) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  });
  const parsed = state.pipe(schema).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'malformed',
    'CURSOR_INVALID',
    'The cursor is not one that this list answered; begin again without it.',
  );
}

async function held(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function conditionInput({ expression, names = [], values = {} }: Condition) {
  return {
    ConditionExpression: expression,
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])) }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

/** `keep` gives attributes their first value and leaves one that is there. */
function updateInput(table: string, key: Key, set: Item, keep: Item, condition: Condition): UpdateCommandInput {
  const names = [...new Set([...Object.keys(set), ...Object.keys(keep), ...(condition.names ?? [])])];
  const sets = Object.keys(set).map((name) => `#${name} = :${name}`);
  const keeps = Object.keys(keep).map((name) => `#${name} = if_not_exists(#${name}, :${name})`);
  const values = Object.fromEntries(Object.entries({ ...set, ...keep }).map(([name, value]) => [`:${name}`, value]));
  return {
    TableName: table,
    Key: { ...key },
    UpdateExpression: `SET ${[...sets, ...keeps].join(', ')}`,
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: { ...values, ...condition.values },
    ReturnValues: 'ALL_NEW',
  };
}
