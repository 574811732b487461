import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalDynamo, startDynamo } from '../../local/table.ts';
import type { Table } from '../../local/template.ts';

const table: Table = {
  name: 'fleet',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/fleet',
  keySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  attributes: ['pk', 'sk', 'index1pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  indexes: [
    {
      IndexName: 'index1',
      KeySchema: [{ AttributeName: 'index1pk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['shown'] },
    },
  ],
};

let dynamo: LocalDynamo;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamo = await startDynamo({ tables: [table], region: 'us-east-1' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: dynamo.endpoint, region: 'us-east-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await dynamo.stop();
});

test('the table of the template is there at once, and empty', async () => {
  const { Table: made } = await client.send(new DescribeTableCommand({ TableName: 'fleet' }));
  expect(made).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: table.keySchema, ItemCount: 0 });
});

test('its index answers with what it projects', async () => {
  const Item = { pk: { S: 'a' }, sk: { S: 'b' }, index1pk: { S: 'c' }, shown: { S: 'x' }, hidden: { S: 'y' } };
  await client.send(new PutItemCommand({ TableName: 'fleet', Item }));
  const query = new QueryCommand({
    TableName: 'fleet',
    IndexName: 'index1',
    KeyConditionExpression: 'index1pk = :value',
    ExpressionAttributeValues: { ':value': { S: 'c' } },
  });
  const { hidden: _, ...shown } = Item;
  expect((await client.send(query)).Items).toEqual([shown]);
});

test('a table that DynamoDB would refuse is refused', async () => {
  const attributes = table.attributes.filter(({ AttributeName }) => AttributeName !== 'sk');
  await expect(startDynamo({ tables: [{ ...table, attributes }], region: 'us-east-1' })).rejects.toThrow(
    /[Aa]ttribute/,
  );
});

test('it counts what it is asked for, refused or not', async () => {
  const counting = await startDynamo({ tables: [table], region: 'us-east-1' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const own = new DynamoDBClient({ endpoint: counting.endpoint, region: 'us-east-1', credentials });
  const put = { TableName: 'fleet', Item: { pk: { S: 'a' }, sk: { S: 'b' } } };
  try {
    await own.send(new PutItemCommand(put));
    await own.send(new PutItemCommand({ ...put, ConditionExpression: 'attribute_not_exists(pk)' })).catch(() => {});
    expect(await counting.operations()).toEqual({ CreateTable: 1, PutItem: 2 });
  } finally {
    own.destroy();
    await counting.stop();
  }
});

test('in a folder, items and indexes outlive the thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'table-'));
  const Item = { pk: { S: 'a' }, sk: { S: 'b' }, index1pk: { S: 'c' } };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const query = new QueryCommand({
    TableName: 'fleet',
    IndexName: 'index1',
    KeyConditionExpression: 'index1pk = :value',
    ExpressionAttributeValues: { ':value': { S: 'c' } },
  });
  try {
    for (const [start, items] of [[], [Item], [Item]].entries()) {
      const kept = await startDynamo({ tables: [table], region: 'us-east-1', folder });
      const { endpoint } = kept;
      const own = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
      expect({ start, items: (await own.send(query)).Items }).toEqual({ start, items });
      await own.send(new PutItemCommand({ TableName: 'fleet', Item }));
      own.destroy();
      await kept.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
