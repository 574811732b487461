import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import { type LocalStack, type StackOptions, startStack } from '../../local/stack.ts';
import { send } from './http.ts';

const NODE = 'i-00000000000000001';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:function';
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';

/** Called by the API it starts an execution, which calls it to write an item and send a command; it prints all events. */
const handlerCode = `
  const call = async (service, target, body) => {
    const response = await fetch(process.env['AWS_ENDPOINT_URL_' + service], {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, 'x-amz-date': '20260105T080000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=local/20260105/us-east-1/x/aws4_request, SignedHeaders=host, Signature=x',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(target + ': ' + await response.text());
    return response.json();
  };
  export const handler = async (event) => {
    if (event.requestContext) {
      const input = JSON.stringify({ text: event.body, by: event.requestContext.authorizer.jwt.claims.sub });
      return { started: await call('SFN', 'AWSStepFunctions.StartExecution', { stateMachineArn: '${MACHINE}', name: 'first', input }) };
    }
    if (event['detail-type']) return console.log(event['detail-type'] + ': ' + event.detail.status);
    if (event.text === 'fail') { const error = new Error('as asked'); error.name = 'Asked'; throw error; }
    await call('DYNAMODB', 'DynamoDB_20120810.PutItem', { TableName: process.env.TABLE_NAME, Item: { pk: { S: 'key' }, text: { S: event.text }, by: { S: event.by } } });
    await call('SSM', 'AmazonSSM.SendCommand', { DocumentName: process.env.DOCUMENT, InstanceIds: ['${NODE}'] });
    return {};
  };
`;

/** Reads alarms as the deployed functions do: with the real adapter and a client that is told nothing. */
const alarmsCode = `
  import { alarmsClient, CloudWatchAlarms } from './functions/adapters/cloudwatch-alarms.ts';
  const alarms = new CloudWatchAlarms(alarmsClient());
  export const handler = async ({ names }) => Object.fromEntries(await alarms.states(names));
`;

const documentContent = {
  schemaVersion: '2.2',
  description: 'Does nothing.',
  parameters: {},
  mainSteps: [{ action: 'aws:runShellScript', name: 'run', inputs: { timeoutSeconds: '60', runCommand: ['true'] } }],
};

const folder = mkdtempSync(join(tmpdir(), 'stack-test-'));
const assemblyFolder = join(folder, 'assembly');
let issuer: Issuer;
let stack: LocalStack | undefined;
const problems: string[] = [];
const printed = new Set<string>();
const waiting = new Map<string, () => void>();

beforeAll(async () => {
  issuer = await startIssuer();
  await writeAssembly();
  stack = await startStack({ ...options, onOutput: (_, text) => print(text) });
  stack.ssm.addNode({
    id: NODE,
    agentVersion: '3.3.3050.0',
    computerName: 'node',
    run: async () => ({ kind: 'ended', exitCode: 0, stdout: 'done', stderr: '' }),
  });
});
afterAll(async () => {
  await stack?.stop();
  await issuer.stop();
  await rm(folder, { recursive: true });
});

const options: StackOptions = { assemblyFolder, onProblem: (problem) => problems.push(problem) };

function print(text: string): void {
  for (const line of text.trim().split('\n')) {
    printed.add(line);
    waiting.get(line)?.();
  }
}

/** Waits until the function has printed this line. */
async function untilPrinted(line: string): Promise<void> {
  if (!printed.has(line)) await new Promise<void>((resolve) => waiting.set(line, resolve));
}

/** The assembly of a small stack, written by hand: to synthesize it takes seconds. */
async function writeAssembly(): Promise<void> {
  const arn = { 'Fn::GetAtt': ['Function', 'Arn'] };
  const states = {
    Work: { Type: 'Task', Resource: FUNCTION, Parameters: { 'text.$': '$.text', 'by.$': '$.by' }, End: true },
  };
  const Resources = {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'table',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    },
    Document: { Type: 'AWS::SSM::Document', Properties: { Name: 'document', Content: documentContent } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'function',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
        Timeout: 10,
        Environment: { Variables: { TABLE_NAME: { Ref: 'Table' }, DOCUMENT: { Ref: 'Document' } } },
      },
    },
    Alarms: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'alarms',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'assets', S3Key: 'alarms.zip' },
        Timeout: 10,
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'machine',
        DefinitionString: JSON.stringify({ StartAt: 'Work', States: states }),
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.ssm', 'aws.states'] }, Targets: [{ Id: 'Function', Arn: arn }] },
    },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { StageName: '$default', AutoDeploy: true } },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: issuer.url, Audience: [issuer.audience] },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { IntegrationType: 'AWS_PROXY', IntegrationUri: arn, PayloadFormatVersion: '2.0' },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        RouteKey: 'POST /start',
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        AuthorizationType: 'JWT',
        AuthorizerId: { Ref: 'Authorizer' },
      },
    },
  };
  const files = {
    code: { source: { path: 'code' }, destinations: { here: { objectKey: 'code.zip' } } },
    alarms: { source: { path: 'alarms' }, destinations: { here: { objectKey: 'alarms.zip' } } },
  };
  const artifacts = {
    small: { type: 'aws:cloudformation:stack', properties: { templateFile: 'template.json' } },
    assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
  };
  await mkdir(join(assemblyFolder, 'code'), { recursive: true });
  await writeFile(join(assemblyFolder, 'code', 'index.mjs'), handlerCode);
  bundle(alarmsCode, join(assemblyFolder, 'alarms', 'index.mjs'));
  await writeFile(join(assemblyFolder, 'template.json'), JSON.stringify({ Resources }));
  await writeFile(join(assemblyFolder, 'assets.json'), JSON.stringify({ files }));
  await writeFile(join(assemblyFolder, 'manifest.json'), JSON.stringify({ artifacts }));
}

function bundle(contents: string, outfile: string): void {
  buildSync({
    stdin: { contents, loader: 'ts', resolveDir: process.cwd() },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
}

/** The stack that beforeAll started. */
function started(): LocalStack {
  if (stack === undefined) throw new Error('The stack did not start.');
  return stack;
}

async function aws(variable: string, target: string, body: object): Promise<unknown> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=local/20260105/us-east-1/x/aws4_request, SignedHeaders=host, Signature=x';
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20260105T080000Z',
    authorization,
  };
  const reply = await send(started().environment[variable] ?? '', '/', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return JSON.parse(reply.body);
}

const startBy = async (body: string) =>
  send(started().baseUrl, '/start', {
    method: 'POST',
    headers: { authorization: `Bearer ${await issuer.token({ subject: 'me' })}`, 'content-type': 'text/plain' },
    body,
  });

test('a request runs through API, function, workflow, table, command and events', async () => {
  const { status, body } = await startBy('hello');
  expect(status).toBe(200);
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:machine:first';
  expect(JSON.parse(body)).toMatchObject({ started: { executionArn } });
  await untilPrinted('Step Functions Execution Status Change: SUCCEEDED');
  await untilPrinted('EC2 Command Status-change Notification: Success');
  const item = await aws('AWS_ENDPOINT_URL_DYNAMODB', 'DynamoDB_20120810.GetItem', {
    TableName: 'table',
    Key: { pk: { S: 'key' } },
  });
  expect(item).toEqual({ Item: { pk: { S: 'key' }, text: { S: 'hello' }, by: { S: 'me' } } });
  const execution = await aws('AWS_ENDPOINT_URL_SFN', 'AWSStepFunctions.DescribeExecution', { executionArn });
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  const commands = await aws('AWS_ENDPOINT_URL_SSM', 'AmazonSSM.ListCommands', {});
  expect(commands).toMatchObject({ Commands: [{ DocumentName: 'document', Status: 'Success' }] });
  expect(problems).toEqual([]);
});

test("a function's error reaches the workflow by its name", async () => {
  const { stepFunctions } = started();
  const { arn } = stepFunctions.startExecution({
    stateMachineArn: MACHINE,
    name: 'second',
    input: '{"text":"fail","by":"me"}',
  });
  await untilPrinted('Step Functions Execution Status Change: FAILED');
  expect(stepFunctions.execution(arn)).toMatchObject({ status: 'FAILED', failure: { error: 'Asked' } });
  expect(JSON.parse(stepFunctions.execution(arn).failure?.cause ?? '')).toMatchObject({
    errorType: 'Asked',
    errorMessage: 'as asked',
  });
});

test('a function reads the alarms that were set, through an SDK client that is told nothing', async () => {
  const { alarms, functions } = started();
  const read = () =>
    functions.invoke('arn:aws:lambda:us-east-1:000000000000:function:alarms', { names: ['disk', 'fleet', 'unknown'] });
  alarms.set('disk', 'OK');
  alarms.set('fleet', 'OK', 'CompositeAlarm');
  expect(await read()).toEqual({ disk: 'OK', fleet: 'OK' });
  alarms.set('fleet', 'ALARM');
  expect(await read()).toEqual({ disk: 'OK', fleet: 'ALARM' });
});

test('SDKs and the CLI get all that they need, and no key of this machine', () => {
  const loopback = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(started().environment).toEqual({
    AWS_ENDPOINT_URL_CLOUDWATCH: loopback,
    AWS_ENDPOINT_URL_DYNAMODB: loopback,
    AWS_ENDPOINT_URL_EC2: loopback,
    AWS_ENDPOINT_URL_EVENTBRIDGE: loopback,
    AWS_ENDPOINT_URL_SFN: loopback,
    AWS_ENDPOINT_URL_SSM: loopback,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});

describe('a stack that cannot start', () => {
  test.each(['true', 'TRUE', '1'])('with AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=%s says what to do', async (value) => {
    const processEnvironment = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: value };
    await expect(startStack({ ...options, processEnvironment })).rejects.toThrow('Unset it.');
  });

  test('on its port says so and stops what had begun', async () => {
    const port = Number(new URL(started().baseUrl).port);
    await expect(startStack({ ...options, port })).rejects.toThrow('EADDRINUSE');
  });
});

test('a stack that was stopped answers no more', async () => {
  const own = await startStack(options);
  await own.stop();
  for (const url of [
    own.baseUrl,
    own.environment['AWS_ENDPOINT_URL_SSM'] ?? '',
    own.environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
  ])
    await expect(send(url, '/')).rejects.toThrow('ECONNREFUSED');
  await expect(own.functions.invoke(own.template.functions[0]?.arn ?? '', {})).rejects.toThrow('is stopped');
});
