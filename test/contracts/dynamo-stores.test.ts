import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DynamoAgents } from '../../functions/adapters/dynamo-agents.ts';
import { DynamoBatches } from '../../functions/adapters/dynamo-batches.ts';
import { DynamoCatalogue } from '../../functions/adapters/dynamo-catalogue.ts';
import { DynamoCommandTokens } from '../../functions/adapters/dynamo-command-tokens.ts';
import { DynamoFreezes } from '../../functions/adapters/dynamo-freezes.ts';
import { DynamoHolds } from '../../functions/adapters/dynamo-holds.ts';
import { listNewestFirst } from '../../functions/adapters/dynamo-job-list.ts';
import { DynamoJobs } from '../../functions/adapters/dynamo-jobs.ts';
import { DynamoPlans } from '../../functions/adapters/dynamo-plans.ts';
import { DynamoRequests } from '../../functions/adapters/dynamo-requests.ts';
import { DynamoTable, INDEX } from '../../functions/adapters/dynamo-table.ts';
import { DynamoWalks } from '../../functions/adapters/dynamo-walks.ts';
import { type Agent, nodeOf } from '../../functions/domain/agent.ts';
import type { Page } from '../../functions/domain/ports.ts';
import { type LocalDynamo, startDynamo } from '../../local/table.ts';
import { agent, freeze, job, jobId, later, now } from '../fixtures.ts';
import { agentsAtOnceContract } from './agents-at-once.ts';
import { listedJob } from './listed-jobs.ts';
import { storesContract } from './stores.ts';
import type { Turn } from './turns.ts';

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

async function emptyTable(): Promise<CountingTable> {
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
  return new CountingTable(TableName, client);
}

/** Counts the items that pages of the index read. */
class CountingTable extends DynamoTable {
  readonly name: string;
  read = 0;

  constructor(name: string, ofTable: DynamoDBClient) {
    super(name, ofTable);
    this.name = name;
  }

  override async indexPage(...question: Parameters<DynamoTable['indexPage']>) {
    const page = await super.indexPage(...question);
    this.read += page.items.length;
    return page;
  }
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
    walks: new DynamoWalks(table),
  };
});

/** Awaits its turn ahead of each call to DynamoDB. */
class TableInTurns extends DynamoTable {
  readonly #turn: Turn;

  constructor(name: string, turn: Turn) {
    super(name, client);
    this.#turn = turn;
  }

  override async get(...question: Parameters<DynamoTable['get']>) {
    await this.#turn();
    return super.get(...question);
  }

  override async put(...question: Parameters<DynamoTable['put']>) {
    await this.#turn();
    return super.put(...question);
  }

  override async delete(...question: Parameters<DynamoTable['delete']>) {
    await this.#turn();
    return super.delete(...question);
  }
}

agentsAtOnceContract('the DynamoDB stores', async () => {
  const { name } = await emptyTable();
  const stored = new DynamoAgents(new DynamoTable(name, client), () => now);
  return (turn) => (turn === undefined ? stored : new DynamoAgents(new TableInTurns(name, turn), () => now));
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

test('a job that can no longer be read is listed among the others, with null for what is broken', async () => {
  const table = await emptyTable();
  const jobs = new DynamoJobs(table);
  const broken = { ...listedJob(1, { note: 'why' }), reason: 'NO_SUCH_REASON', gate: 'ajar', id: 7 };
  for (const each of [listedJob(0), listedJob(2)]) await jobs.create(each, []);
  const { id, createdAt } = listedJob(1);
  const place = { pk: `JOB#${id}`, sk: 'JOB', index1pk: 'OPEN_JOBS', index1sk: `${createdAt}#${id}` };
  await table.putAlways({ ...broken, ...place });
  const { items } = await jobs.list({}, 10, null);
  expect(items.map(({ id }) => id)).toEqual([2, 1, 0].map((index) => listedJob(index).id));
  expect(items[1]).toMatchObject({ status: 'pending', reason: null, note: 'why' });
});

describe('a list of 60 jobs', () => {
  let table: CountingTable;
  beforeAll(async () => {
    table = await emptyTable();
    for (let index = 0; index < 60; index++) {
      const change = index % 2 === 0 ? {} : ({ phase: 'done', status: 'success' } as const);
      const requestedBy = index === 3 ? 'ann' : 'bob';
      await new DynamoJobs(table).create(listedJob(index, { ...change, requestedBy }), []);
    }
  });
  beforeEach(() => {
    table.read = 0;
  });

  test('reads hardly more of each part than it answers where all are wanted', async () => {
    expect((await new DynamoJobs(table).list({}, 10, null)).items).toHaveLength(10);
    expect(table.read).toBeLessThanOrEqual(24);
  });

  test('reads only the part that a status is in, and only those of the time that is asked for', async () => {
    const [from, to] = [10, 16].map((index) => listedJob(index).createdAt);
    const filter = { createdAfter: from, createdBefore: to, status: 'success' } as const;
    expect((await new DynamoJobs(table).list(filter, 100, null)).items).toHaveLength(3);
    expect(table.read).toBe(3);
  });

  test('ends a page where none are found, having read a bounded number, and goes on from there', async () => {
    const partitions = { open: 'OPEN_JOBS', ended: 'ENDED_JOBS' };
    const found: string[][] = [];
    let behind: string | undefined;
    do {
      table.read = 0;
      const bounds = { jobsAtOnce: 5, queries: 4 };
      const page = await listNewestFirst(table, partitions, { requestedBy: 'ann' }, 1, behind, bounds);
      expect(table.read).toBeLessThanOrEqual(20);
      found.push(page.items.map(({ id }) => id));
      behind = page.nextCursor ?? undefined;
    } while (behind !== undefined);
    expect(found.flat()).toEqual([listedJob(3).id]);
    expect(found.length).toBeGreaterThan(3);
  });
});

describe('a list of 2,400 agents', () => {
  let table: CountingTable;
  beforeAll(async () => {
    table = await emptyTable();
    const agents = new DynamoAgents(table);
    for (let first = 0; first < 2_400; first += 100)
      await Promise.all(Array.from({ length: 100 }, (_, index) => agents.register(agent(first + index))));
  }, 60_000);
  beforeEach(() => {
    table.read = 0;
  });

  test('reads as many as it answers where all are wanted', async () => {
    expect((await new DynamoAgents(table).list(250, null)).items).toHaveLength(250);
    expect(table.read).toBe(250);
  });

  test('reads few more where most are wanted', async () => {
    const page = await new DynamoAgents(table).list(100, null, ({ agentUuid }) => !agentUuid.endsWith('7'));
    expect(page.items).toHaveLength(100);
    expect(table.read).toBeLessThanOrEqual(300);
  });

  test('ends a page where none are found, having read a bounded number, and goes on from there', async () => {
    const agents = new DynamoAgents(table);
    const wanted = ({ agentUuid }: { readonly agentUuid: string }) => agentUuid === 'item2399';
    const found: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      table.read = 0;
      const page: Page<Agent> = await agents.list(100, cursor, wanted);
      expect(table.read).toBeLessThan(2_300);
      found.push(...page.items.map(({ agentUuid }) => agentUuid));
      cursor = page.nextCursor;
      pages++;
    } while (cursor !== null);
    expect(found).toEqual(['item2399']);
    expect(pages).toBeGreaterThan(1);
  });
});

test('DynamoDB may delete an agent that vanished 30 days later, and no other', async () => {
  const table = await emptyTable();
  const agents = new DynamoAgents(table, () => now);
  const expiresAt = async () => (await table.get({ pk: 'AGENT#item1', sk: 'AGENT' }))?.['expiresAt'];
  await agents.register(agent(1));
  expect(await expiresAt()).toBeUndefined();
  await agents.markVanished('item1', now);
  expect(await expiresAt()).toBe(later(30 * 86_400).getTime() / 1000);
  await agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], later(1));
  expect(await expiresAt()).toBeUndefined();
});

test('an agent that was stored before there were platforms, revisions and the like is read, and written once', async () => {
  const table = await emptyTable();
  const agents = new DynamoAgents(table);
  const { platform: _, connection: _c, lastSeenAt: _l, versions: _v, origin: _o, vanishedAt: _n, ...stored } = agent(1);
  await table.putAlways({ pk: 'AGENT#item1', sk: 'AGENT', ...stored });
  expect(await agents.get('item1')).toEqual(agent(1));
  await agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], now);
  expect(await agents.get('item1')).toMatchObject({ version: '1.5.0', versions: [{ version: '1.4.2' }] });
});

test('no report is lost where several come at once', async () => {
  const agents = new DynamoAgents(await emptyTable());
  await agents.register(agent(1));
  await Promise.all(
    ['1.5.0', '1.6.0', '1.7.0'].map((version) => agents.recordVersions([{ agentUuid: 'item1', version }], now)),
  );
  expect((await agents.get('item1'))?.versions).toHaveLength(3);
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
  test('for an agent that lives elsewhere has none', async () => {
    expect((await (await claimed(now, 5)).atPlaces([agent(1)])).size).toBe(0);
    expect((await (await claimed(now)).atPlaces([agent(1)])).size).toBe(0);
  });

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
