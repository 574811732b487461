import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { S3Audit } from '../../functions/adapters/s3-audit.ts';
import { close, listen } from '../../local/aws-json.ts';

let objects: Map<string, { readonly body: string; readonly headers: IncomingMessage['headers'] }>;
let isDenied: boolean;
let audit: S3Audit;
let stop: () => Promise<void>;

/** As S3 answers PutObject with If-None-Match: its API reference names the errors. */
beforeEach(async () => {
  [objects, isDenied] = [new Map(), false];
  const server = createServer(async (request, response) => {
    const key = request.url?.replace(/\?.*$/, '') ?? '';
    const body = await text(request);
    const refuse = (status: number, code: string) =>
      response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
    if (isDenied) return refuse(403, 'AccessDenied');
    if (objects.has(key) && request.headers['if-none-match'] === '*') return refuse(412, 'PreconditionFailed');
    objects.set(key, { body, headers: request.headers });
    return response.writeHead(200).end();
  });
  const client = new S3Client({
    endpoint: await listen(server),
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  audit = new S3Audit(client, 'audit');
  stop = async () => {
    client.destroy();
    await close(server);
  };
});
afterEach(() => stop());

test('a record is kept under its key, with the checksum that Object Lock wants', async () => {
  await audit.keep('jobs/one/000001.json', { number: 1 });
  expect([...objects.keys()]).toEqual(['/audit/jobs/one/000001.json']);
  const [{ body, headers } = { body: '', headers: {} }] = objects.values();
  expect(body).toContain('{"number":1}\n');
  expect(Object.keys(headers).join(' ')).toMatch(/x-amz-(checksum-|sdk-checksum-algorithm|trailer)/);
});

test('a record that is there stays as it is', async () => {
  await audit.keep('jobs/one/000001.json', { number: 1 });
  await audit.keep('jobs/one/000001.json', { number: 2 });
  expect([...objects.values()].map(({ body }) => body.includes('"number":1'))).toEqual([true]);
});

test('what cannot be kept is thrown, so that it is tried again', async () => {
  isDenied = true;
  await expect(audit.keep('jobs/one/000001.json', {})).rejects.toThrow();
});
