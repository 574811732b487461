import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Table } from './template.ts';

export interface LocalDynamo {
  readonly endpoint: string;
  /** How often each operation was asked for so far, by its name; also those that were refused. */
  operations(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

const addressSchema = z.object({ port: z.number() });
const countsSchema = z.record(z.string(), z.number());

/**
 * Starts DynamoDB (dynalite) in a thread and creates the tables that are not there. Data is in memory and goes with the thread, unless it has a
 * folder: there it outlives this process, though one that is killed between an item and its indexes leaves an old entry in an index.
 * What dynalite lacks (transactions, streams, TTL deletion, ReturnValuesOnConditionCheckFailure) the functions do without.
 */
export async function startDynamo({
  tables,
  region,
  folder,
}: {
  tables: readonly Table[];
  region: string;
  folder?: string | undefined;
}): Promise<LocalDynamo> {
  const worker = new Worker(new URL('./dynamo-worker.ts', import.meta.url), {
    name: 'dynamodb',
    execArgv: [],
    env: {},
    workerData: { path: folder },
  });
  const [address] = await once(worker, 'message');
  const endpoint = `http://127.0.0.1:${addressSchema.parse(address).port}`;
  const stop = async () => {
    const ended = once(worker, 'exit');
    if (folder === undefined) await worker.terminate();
    else worker.postMessage('close'); // it has to let go of its files
    await ended;
  };
  try {
    await createTables(endpoint, region, tables);
  } catch (error) {
    await stop();
    throw error;
  }
  const operations = async () => {
    worker.postMessage('count');
    const [counts] = await once(worker, 'message');
    return countsSchema.parse(counts);
  };
  return { endpoint, operations, stop };
}

async function createTables(endpoint: string, region: string, tables: readonly Table[]): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    for (const { name, keySchema, attributes, indexes } of tables) {
      const command = new CreateTableCommand({
        TableName: name,
        KeySchema: keySchema,
        AttributeDefinitions: attributes,
        BillingMode: 'PAY_PER_REQUEST',
        ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(withoutUndefined) }),
      });
      await client.send(command).catch(unlessThere);
    }
  } finally {
    client.destroy();
  }
}

function unlessThere(error: unknown): void {
  if (!(error instanceof ResourceInUseException)) throw error;
}

function withoutUndefined({
  IndexName,
  KeySchema,
  Projection: { ProjectionType, NonKeyAttributes },
}: Table['indexes'][number]) {
  return { IndexName, KeySchema, Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) } };
}
