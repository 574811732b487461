import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Table } from './template.ts';

export interface LocalDynamo {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const addressSchema = z.object({ port: z.number() });

/**
 * Starts DynamoDB (dynalite) in a thread and creates the tables. Data is in memory and goes with the thread.
 * What dynalite lacks (transactions, streams, TTL deletion, ReturnValuesOnConditionCheckFailure) the functions do without.
 */
export async function startDynamo({
  tables,
  region,
}: {
  tables: readonly Table[];
  region: string;
}): Promise<LocalDynamo> {
  const worker = new Worker(new URL('./dynamo-worker.ts', import.meta.url), {
    name: 'dynamodb',
    execArgv: [],
    env: {},
  });
  const [address] = await once(worker, 'message');
  const endpoint = `http://127.0.0.1:${addressSchema.parse(address).port}`;
  const stop = async () => {
    await worker.terminate();
  };
  try {
    await createTables(endpoint, region, tables);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
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
      await client.send(command);
    }
  } finally {
    client.destroy();
  }
}

function withoutUndefined({
  IndexName,
  KeySchema,
  Projection: { ProjectionType, NonKeyAttributes },
}: Table['indexes'][number]) {
  return { IndexName, KeySchema, Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) } };
}
