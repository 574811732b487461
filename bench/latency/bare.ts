import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/* What nobody could do with less: parse the request and put one item; or several one after the other, to see what one more costs. */

/** Put in place by the bundler. */
declare const TABLE_NAME: string;

const client = new DynamoDBClient({});
const eventSchema = z.object({ body: z.string(), queryStringParameters: z.object({ writes: z.coerce.number() }) });
const bodySchema = z.object({ agentUuids: z.array(z.string()).min(1), targetVersion: z.string() });

export async function handler(event: unknown) {
  const { body, queryStringParameters } = eventSchema.parse(event);
  const { agentUuids, targetVersion } = bodySchema.parse(JSON.parse(body));
  for (let write = 0; write < queryStringParameters.writes; write += 1) {
    const Item = {
      pk: { S: `BARE#${randomUUID()}` },
      sk: { S: 'BARE' },
      agents: { N: String(agentUuids.length) },
      targetVersion: { S: targetVersion },
    };
    await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
  }
  const answer = JSON.stringify({ agents: agentUuids.length });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: answer };
}
