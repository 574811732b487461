import { request as ask, Agent as Connections } from 'node:http';
import * as z from 'zod';

/** Requests under way at once: more make dynalite no faster. */
const TOGETHER = 64;

const storedSchema = z.object({ Item: z.record(z.string(), z.unknown()) });

/** dynalite asks for a signature and checks none. */
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=b';

/**
 * Writes a second that the embedded DynamoDB takes while nothing else runs, from a client that does as little as can be: the three writes
 * that each agent costs, its hold, its record, and its hold given back. Records of agents that exist are written as they are.
 */
export async function writeRate(endpoint: string, table: string, agentUuids: readonly string[]): Promise<number> {
  const dynamo = new BareDynamo(endpoint);
  const began = performance.now();
  let next = 0;
  let writes = 0;
  let reading = 0;
  const lane = async () => {
    for (let agentUuid = agentUuids[next++]; agentUuid !== undefined; agentUuid = agentUuids[next++]) {
      const key = { pk: { S: `AGENT#${agentUuid}` }, sk: { S: 'AGENT' } };
      const asked = performance.now();
      const { Item } = storedSchema.parse(await dynamo.call('GetItem', { TableName: table, Key: key }));
      reading += (performance.now() - asked) / TOGETHER;
      const Key = { pk: { S: `NODE#bench-${agentUuid}` }, sk: { S: 'HOLD#bench' } };
      const hold = { ...Key, jobId: { S: 'upgrade-job-bench' }, until: { S: '2026-01-01T00:00:00.000Z' } };
      await dynamo.call('PutItem', { TableName: table, Item: hold });
      await dynamo.call('PutItem', { TableName: table, Item });
      await dynamo.call('DeleteItem', { TableName: table, Key });
      writes += 3;
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, lane));
  dynamo.close();
  return writes / ((performance.now() - began - reading) / 1_000);
}

class BareDynamo {
  readonly #endpoint: string;
  readonly #agent = new Connections({ keepAlive: true });

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async call(operation: string, input: object): Promise<unknown> {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: SIGNED,
    };
    const text = await new Promise<string>((resolve, reject) => {
      const request = ask(this.#endpoint, { method: 'POST', headers, agent: this.#agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))));
      });
      request.once('error', reject).end(JSON.stringify(input));
    });
    return JSON.parse(text);
  }

  close(): void {
    this.#agent.destroy();
  }
}
