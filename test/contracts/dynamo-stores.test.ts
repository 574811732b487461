import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoAgents } from '../../functions/adapters/dynamo-agents.ts';
import { DynamoBatches } from '../../functions/adapters/dynamo-batches.ts';
import { DynamoCatalogue } from '../../functions/adapters/dynamo-catalogue.ts';
import { DynamoCommandTokens } from '../../functions/adapters/dynamo-command-tokens.ts';
import { DynamoFreezes } from '../../functions/adapters/dynamo-freezes.ts';
import { DynamoHolds } from '../../functions/adapters/dynamo-holds.ts';
import { DynamoJobs } from '../../functions/adapters/dynamo-jobs.ts';
import { DynamoPlans } from '../../functions/adapters/dynamo-plans.ts';
import { DynamoRequests } from '../../functions/adapters/dynamo-requests.ts';
import { DynamoTable, INDEX } from '../../functions/adapters/dynamo-table.ts';
import { nodeOf } from '../../functions/domain/agent.ts';
import { type LocalDynamo, startDynamo } from '../../local/table.ts';
import { agent, freeze, job, jobId, later, now } from '../fixtures.ts';
import { storesContract } from './stores.ts';

const region = 'eu-west-1';
let dynamo: LocalDynamo;
let client: DynamoDBClient;
let tables = 0;

beforeAll(async () => {
  dynamo = await startDynamo({ tables: [], region });
  client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});

afterAll(async () => {
  client.destroy();
  await dynamo.stop();
});

async function emptyTable(): Promise<DynamoTable> {
  const TableName = `table-${++tables}`;
  const key = (name: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType });
  const index = {
    IndexName: INDEX,
    KeySchema: [key('index1pk', 'HASH'), key('index1sk', 'RANGE')],
    Projection: { ProjectionType: 'ALL' as const },
  };
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      AttributeDefinitions: ['pk', 'sk', 'index1pk', 'index1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      GlobalSecondaryIndexes: [index],
    }),
  );
  // The table is created a moment after the answer.
  while ((await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus !== 'ACTIVE');
  return new DynamoTable(TableName, client);
}

storesContract('the DynamoDB stores', async (clock) => {
  const table = await emptyTable();
  return {
    jobs: new DynamoJobs(table),
    batches: new DynamoBatches(table),
    agents: new DynamoAgents(table, clock),
    catalogue: new DynamoCatalogue(table),
    freezes: new DynamoFreezes(table),
    holds: new DynamoHolds(table),
    plans: new DynamoPlans(table),
    requests: new DynamoRequests(table),
    tokens: new DynamoCommandTokens(table),
  };
});

test('DynamoDB may delete a freeze once it has ended, and never one without an end', async () => {
  const table = await emptyTable();
  const expiresAt = async () => (await table.get({ pk: 'FREEZE', sk: 'FREEZE#all' }))?.['expiresAt'];
  await new DynamoFreezes(table).put(freeze());
  expect(await expiresAt()).toBe(later(3600).getTime() / 1000);
  await new DynamoFreezes(table).put(freeze({ until: null }));
  expect(await expiresAt()).toBeUndefined();
});

test('a job that can no longer be read is listed with the others that are open, and reading it fails', async () => {
  const table = await emptyTable();
  const jobs = new DynamoJobs(table);
  const broken = { ...job(), rollout: { ...job().rollout, failureThreshold: 'lots%' } };
  const younger = job({ id: `${jobId.slice(0, -1)}E`, createdAt: later(1).toISOString() });
  await jobs.create(broken, []);
  await jobs.create(younger, []);
  expect((await jobs.listOpen(null)).items.map(({ id }) => id)).toEqual([jobId, younger.id]);
  await expect(jobs.get(jobId)).rejects.toThrow('failureThreshold');
});

describe('a node that is claimed', () => {
  /** A store in which the node of agent 1 is claimed in the name of `item9`, who is stored as `other`, or not at all. */
  const claimed = async (claimedAt: Date | undefined, other?: number) => {
    const table = await emptyTable();
    const agents = new DynamoAgents(table);
    const named = other === undefined ? undefined : agent(other, { agentUuid: 'item9' });
    if (named !== undefined) await agents.register(named);
    const place = { pk: `NODE#${nodeOf(agent(1))}`, sk: `AGENT#${agent(1).agentType}` };
    await table.putAlways({ ...place, agentUuid: 'item9', ...(claimedAt && { claimedAt: claimedAt.toISOString() }) });
    return agents;
  };
  const newcomer = agent(1, { registeredAt: now.toISOString() });

  test.each<[string, Date | undefined, number | undefined, boolean]>([
    ['for an agent that was never written is free after a minute', later(-60), undefined, true],
    ['for an agent that is about to be written is not', later(-59), undefined, false],
    ['for an agent that lives elsewhere is free after a minute', later(-60), 5, true],
    ['for an agent that is about to move there is not', later(-59), 5, false],
    ['at an unknown time for an agent that is not there is free', undefined, undefined, true],
    ['for the agent that lives there is not', later(-86_400), 1, false],
  ])('%s', async (_sentence, claimedAt, other, isFree) => {
    const agents = await claimed(claimedAt, other);
    if (!isFree) return expect(agents.register(newcomer)).rejects.toMatchObject({ code: 'DUPLICATE_AGENT' });
    expect(await agents.register(newcomer)).toEqual(newcomer);
    await expect(agents.register(agent(1, { agentUuid: 'item9' }))).rejects.toMatchObject({ code: 'DUPLICATE_AGENT' });
  });
});
