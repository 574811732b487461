import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from '@jest/globals';
import * as z from 'zod';
import { environmentSettings } from '../../lib/environments.ts';
import { functionAccess } from '../../lib/function-access.ts';
import { FunctionBundles } from '../../lib/function-bundles.ts';
import { close, listen } from '../../local/aws-json.ts';
import { Synthesized } from './synthesized.ts';

/* What is deployed, bundled as it is deployed, with the environment that it is deployed with. */

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const bundles = new FunctionBundles(root('functions'), Object.keys(functionAccess), root('.cache/bundles')).all();
const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const filesBeside = {
  'agent-types.json': JSON.stringify(environmentSettings('dev').agentTypes),
  'networks.json': '[]',
  'openapi.json': '{}',
};
const lambda = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const functionSchema = z.object({
  FunctionName: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});
const deployed = new Synthesized({ auditRetentionDays: 1 }).all('AWS::Lambda::Function').flatMap(({ Properties }) => {
  const { data } = functionSchema.safeParse(Properties);
  return data ? [{ name: data.FunctionName.replace('fleet-upgrade-dev-', ''), env: data.Environment.Variables }] : [];
});

/** Loads a function's module in a thread of its own, and gives its handler this event. */
function run(name: string, event?: unknown, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const files = { ...filesBeside, 'index.mjs': bundles.get(name) ?? '' };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(home, file), content);
  const script = `const { parentPort, workerData: { module, event } } = require('node:worker_threads');
    import(module).then(({ handler }) => (event === undefined ? typeof handler : handler(event, { awsRequestId: 'r' })))
      .then((answer) => parentPort.postMessage(answer));`;
  const workerData = { module: pathToFileURL(join(home, 'index.mjs')).href, event };
  const env = { ...lambda, ...deployed.find((each) => each.name === name)?.env, ...more };
  const worker = new Worker(script, { eval: true, workerData, env, stdout: true });
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject)).finally(() =>
    worker.terminate(),
  );
}

test('every function that is deployed can start', async () => {
  expect(deployed.map(({ name }) => name).sort()).toEqual(Object.keys(functionAccess).sort());
  const started: [string, unknown][] = [];
  for (const { name } of deployed) started.push([name, await run(name).catch((error) => error)]);
  expect(started.filter(([, answer]) => answer !== 'function')).toEqual([]);
}, 60_000);

test('an audit record is written once, with the checksum that Object Lock wants', async () => {
  const written: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url, headers }, response) => {
    written.push({ url, headers });
    response.writeHead(412, { 'content-type': 'application/xml' });
    response.end('<Error><Code>PreconditionFailed</Code><Message>It is there.</Message></Error>');
  });
  const endpoint = await listen(server);
  const Records = [{ eventID: 'e1', dynamodb: { SequenceNumber: '1', NewImage: { id: { S: 'no job' } } } }];
  try {
    await run(
      'record-audit',
      { Records },
      { AWS_ENDPOINT_URL_S3: endpoint, AUDIT_BUCKET: 'audit', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    );
  } finally {
    await close(server);
  }
  expect(written).toMatchObject([
    { url: '/audit/unreadable/e1.json?x-id=PutObject', headers: { 'if-none-match': '*' } },
  ]);
  expect(Object.keys(written[0]?.headers ?? {}).join()).toMatch(/x-amz-checksum-|x-amz-trailer/);
});
