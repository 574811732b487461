import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoAgents } from '../../functions/adapters/dynamo-agents.ts';
import { DynamoBatches } from '../../functions/adapters/dynamo-batches.ts';
import { DynamoCatalogue } from '../../functions/adapters/dynamo-catalogue.ts';
import { DynamoFreezes } from '../../functions/adapters/dynamo-freezes.ts';
import { DynamoJobs } from '../../functions/adapters/dynamo-jobs.ts';
import { DynamoTable } from '../../functions/adapters/dynamo-table.ts';
import { readJobAnswer } from '../../functions/answers.ts';
import { listJobEvents } from '../../functions/domain/use-cases/list-job-events.ts';
import { type LocalDynamo, startDynamo } from '../../local/table.ts';
import { agentTypes, cursors, now } from '../fixtures.ts';
import { synthesizedTemplate } from '../functions/synthesized-template.ts';
import { releasedItems } from './released.ts';

/** DynamoDB takes 25 items in one call. */
const AT_ONCE = 25;

const items = releasedItems();
const jobIds = items.flatMap(({ pk, sk }) => (sk === 'JOB' ? [String(pk).replace('JOB#', '')] : []));

let dynamo: LocalDynamo;
let client: DynamoDBClient;
let table: DynamoTable;
beforeAll(async () => {
  const { tables, region } = await synthesizedTemplate();
  dynamo = await startDynamo({ tables, region });
  client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const [{ name }] = [...tables, { name: '' }];
  const documents = DynamoDBDocumentClient.from(client);
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const puts = items.slice(from, from + AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
  }
  table = new DynamoTable(name, client);
}, 30_000);
afterAll(async () => {
  client.destroy();
  await dynamo.stop();
});

describe('what the last release stored is read:', () => {
  test('jobs, with their agents and their trail', async () => {
    const jobs = new DynamoJobs(table);
    const ports = { jobs, batches: new DynamoBatches(table), agentTypes, cursors };
    const found = await Promise.all(
      jobIds.map(async (id) => {
        const job = await jobs.get(id);
        if (job === undefined) throw new Error(`${id} is not read.`);
        const { agents, status, reason } = await readJobAnswer(ports, job, now);
        const { items: events } = await listJobEvents(jobs, id, null, 1, 100);
        return { status, reason, agents: agents.map((agent) => agent.reason), events: events.length };
      }),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        { status: 'failed', reason: 'SOME_FAILED', agents: ['UPGRADED', 'UPGRADED', 'AGENT_NOT_FOUND'], events: 6 },
        { status: 'success', reason: 'SIMULATED', agents: ['SIMULATED'], events: 3 },
      ]),
    );
    expect(found).toHaveLength(4);
  });

  test('agents, with the versions that their nodes told', async () => {
    const agents = await new DynamoAgents(table).getMany(['item1', 'item2', 'item3', 'item4']);
    const versions = ['item1', 'item2', 'item3'].map((id) => agents.get(id)?.version);
    expect([agents.size, versions]).toEqual([4, ['1.5.0', '1.5.0', '1.4.2']]);
  });

  test('versions, and which of them is deprecated', async () => {
    const filter = { agentTypes: ['demo-agent'], status: undefined };
    const { items: versions } = await new DynamoCatalogue(table).list(filter, 100, null);
    const deprecated = versions.filter(({ deprecation }) => deprecation !== null).map(({ version }) => version);
    expect([versions.length, deprecated]).toEqual([5, ['1.6.0']]);
  });

  test('freezes', async () => {
    expect(await new DynamoFreezes(table).list()).toMatchObject([
      { scope: { tag: 'site', value: 'berlin' }, reason: 'year end' },
    ]);
  });
});
