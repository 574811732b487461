import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { leanSchemas } from '../../lib/bundling/lean-clients.ts';
import { functionAccess } from '../../lib/function-access.ts';
import { FunctionBundles } from '../../lib/function-bundles.ts';
import { close, listen } from '../../local/aws-json.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('a client in a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-lean-'));
  const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };
  const answers = {
    named: { status: 400, body: '{"__type":"InvalidInstanceId","message":"no such node"}' },
    unnamed: { status: 400, body: '{"__type":"com.amazonaws.ssm#DuplicateInstanceId","Message":"twice"}' },
    kept: { status: 200, body: '' },
    there: { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' },
    instances: {
      status: 200,
      body: '<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><code>16</code><name>running</name></instanceState><tagSet><item><key>site</key><value>berlin</value></item></tagSet></item></instancesSet></item></reservationSet></DescribeInstancesResponse>',
    },
  };
  const asked: Record<string, string | undefined>[] = [];
  const server = createServer((request, response) => {
    const { authorization, 'x-amz-security-token': session } = request.headers;
    asked.push({ authorization, session: String(session) });
    const { status, body } = answers[(request.url ?? '').split('/')[1] as keyof typeof answers];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', etag: '"1"' }).end(body);
  });
  let endpoint = '';

  beforeAll(async () => {
    endpoint = await listen(server);
    symlinkSync(root('node_modules'), join(folder, 'node_modules'));
    writeFileSync(
      join(folder, 'probe.ts'),
      `import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
      import { PutObjectCommand, S3Client, SelectObjectContentCommand } from '@aws-sdk/client-s3';
      import { InvalidInstanceId, SendCommandCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
      const client = { region: 'eu-north-1', maxAttempts: 1 };
      export const commands = async (endpoint) => {
        const command = new SendCommandCommand({ DocumentName: 'd' });
        const error = await new SSMClient({ ...client, endpoint }).send(command).catch((thrown) => thrown);
        const isService = error instanceof SSMServiceException;
        return { isNamed: error instanceof InvalidInstanceId, isService, name: error.name, message: error.message };
      };
      export const instances = async (endpoint) =>
        (await new EC2Client({ ...client, endpoint }).send(new DescribeInstancesCommand({}))).Reservations;
      const s3 = (endpoint) => new S3Client({ ...client, endpoint });
      export const put = (endpoint) => s3(endpoint).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: '{}', IfNoneMatch: '*' }))
        .then(({ ETag }) => ETag, ({ name }) => name);
      export const select = (endpoint) => s3(endpoint).send(new SelectObjectContentCommand({ Bucket: 'b', Key: 'k', ExpressionType: 'SQL' }))
        .catch(({ message }) => message);`,
    );
    const bundle = new FunctionBundles(folder, ['probe']).all().get('probe');
    writeFileSync(join(folder, 'probe.mjs'), bundle ?? '');
  });
  afterAll(async () => {
    await close(server);
    rmSync(folder, { recursive: true });
  });

  /** What this export of the bundle answers in a Node of its own, with these variables alone. */
  async function run(name: string, path: string, env: Record<string, string> = keys): Promise<unknown> {
    const script = `import * as probe from ${JSON.stringify(pathToFileURL(join(folder, 'probe.mjs')).href)};
      console.log(JSON.stringify(await probe[${JSON.stringify(name)}](${JSON.stringify(`${endpoint}/${path}`)})));
      process.exit();`; // and waits for no connection that is kept
    const options = { env, encoding: 'utf8' } as const;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], options);
    return JSON.parse(stdout);
  }

  test('throws an error of its class where a function names the class', async () => {
    const expected = { isNamed: true, isService: true, name: 'InvalidInstanceId', message: 'no such node' };
    expect(await run('commands', 'named')).toEqual(expected);
  });

  test('throws any other error as its service does, with its name', async () => {
    const expected = { isNamed: false, isService: true, name: 'DuplicateInstanceId', message: 'twice' };
    expect(await run('commands', 'unnamed')).toEqual(expected);
  });

  test('reads an answer as it always does', async () => {
    const state = { Code: 16, Name: 'running' };
    const instance = { InstanceId: 'i-1', State: state, Tags: [{ Key: 'site', Value: 'berlin' }] };
    expect(await run('instances', 'instances')).toMatchObject([{ Instances: [instance] }]);
  });

  test('writes an object, and says where one is there already', async () => {
    expect(await run('put', 'kept')).toBe('"1"');
    expect(await run('put', 'there')).toBe('PreconditionFailed');
  });

  test('streams no events, and says so', async () => {
    expect(await run('select', 'kept')).toContain('lib/bundling/no-event-streams.ts');
  });

  test('signs with the credentials of the environment, and does not go without', async () => {
    await run('instances', 'instances');
    expect(asked.at(-1)).toMatchObject({
      authorization: expect.stringContaining('Credential=AKIDEXAMPLE/'),
      session: 'session',
    });
    expect(await run('commands', 'named', {})).toMatchObject({ message: expect.stringContaining('AWS_ACCESS_KEY_ID') });
  });
});

describe('the schemas of a client', () => {
  test.each([
    ['a key that is a constant is written out', 'const _xN = "xmlName";\n[{ [_xN]: _I }]', '{ "xmlName": _I }'],
    ['a key that is not known stays', 'const _I = 1;\n[{ [_xN]: _I }]', '{ [_xN]: _I }'],
    ['an error that is named stays', 'n0_registry.registerError(Named$, Named);', 'registerError(Named$, Named)'],
    ["the service's own stays", '_s_registry.registerError(Other$, Other);', 'registerError(Other$, Other)'],
  ])('%s', (_, source, part) => {
    expect(leanSchemas(source, new Set(['Named']))).toContain(part);
  });

  test('an error that nobody names is left out', () => {
    expect(leanSchemas('n0_registry.registerError(Other$, Other);', new Set(['Named']))).toBe('');
  });
});

test('the bundle of every function is under 500 KB', () => {
  const bundles = new FunctionBundles(root('functions'), Object.keys(functionAccess), root('.cache/bundles')).all();
  const large = [...bundles].filter(([, { byteLength }]) => byteLength >= 500_000).map(([name]) => name);
  expect([bundles.size, large]).toEqual([Object.keys(functionAccess).length, []]);
});
