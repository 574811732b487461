import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { DefinitionBody, StateMachine, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { readTemplate, type Template } from '../../local/template.ts';

/** Synthesis takes 1 s, and longer where others use the machine. */
const SYNTHESIS_MS = 30_000;

let folder: string;
let template: Template;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'template-test-'));
  await mkdir(join(folder, 'code'));
  await writeFile(join(folder, 'code', 'index.mjs'), 'export const handler = async () => "hello";');
  const app = new App({ outdir: join(folder, 'assembly') });
  oneOfEverything(new Stack(app, 'fleet'));
  app.synth();
  template = await readTemplate(join(folder, 'assembly'));
}, SYNTHESIS_MS);

afterAll(() => rm(folder, { recursive: true }));

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

/** Reads a copy of the assembly in which `change` has been made to the resources. */
async function changed(change: (resources: Resources) => void): Promise<Template> {
  const copy = join(folder, randomUUID());
  await cp(join(folder, 'assembly'), copy, { recursive: true });
  const file = join(copy, 'fleet.template.json');
  const json = JSON.parse(await readFile(file, 'utf8'));
  change(json.Resources);
  await writeFile(file, JSON.stringify(json));
  return readTemplate(copy);
}

/** The construct's name in the template. */
function idOf(construct: Construct): string {
  const element = construct.node.defaultChild;
  if (!CfnResource.isCfnResource(element)) throw new Error(`${construct.node.path} is no resource`);
  return Stack.of(construct).getLogicalId(element);
}

function oneOfEverything(stack: Stack): void {
  const document = new CfnDocument(stack, 'Document', {
    name: 'upgrade',
    documentType: 'Command',
    content: { schemaVersion: '2.2' },
  });
  const table = new TableV2(stack, 'Table', {
    tableName: 'fleet',
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billing: Billing.onDemand(),
    globalSecondaryIndexes: [{ indexName: 'index1', partitionKey: { name: 'index1pk', type: AttributeType.STRING } }],
  });
  const lambda = new Lambda(stack, 'Submit', {
    functionName: 'fleet-submit',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(join(folder, 'code')),
    timeout: Duration.seconds(10),
    memorySize: 256,
    environment: {
      TABLE_NAME: table.tableName,
      DOCUMENT: document.ref,
      PLACE: Fn.sub(`\${AWS::Region}/\${${idOf(table)}.Arn}/\${!Kept}/\${own}`, { own: Fn.ref('AWS::AccountId') }),
    },
  });
  const machine = new StateMachine(stack, 'Machine', {
    stateMachineName: 'fleet-upgrade',
    definitionBody: DefinitionBody.fromChainable(
      new LambdaInvoke(stack, 'Plan the rollout', { lambdaFunction: lambda }).next(
        new Wait(stack, 'Wait', { time: WaitTime.duration(Duration.seconds(1)) }),
      ),
    ),
  });
  const deadLetterQueue = new Queue(stack, 'DeadLetters');
  lambda.configureAsyncInvoke({
    retryAttempts: 1,
    maxEventAge: Duration.minutes(2),
    onFailure: new SqsDestination(deadLetterQueue),
  });
  const target = new LambdaFunction(lambda, { deadLetterQueue, retryAttempts: 1 });
  new Rule(stack, 'Ended', {
    ruleName: 'ended',
    eventPattern: { source: ['aws.states'], detail: { stateMachineArn: [machine.stateMachineArn] } },
    targets: [target],
  });
  new Rule(stack, 'Often', { schedule: Schedule.rate(Duration.minutes(5)), targets: [target] });
  const api = new HttpApi(stack, 'Api', {
    createDefaultStage: false,
    corsPreflight: {
      allowOrigins: ['https://console.example.com'],
      allowMethods: [CorsHttpMethod.GET],
      allowHeaders: ['authorization'],
      exposeHeaders: ['etag'],
      maxAge: Duration.minutes(1),
    },
  });
  new HttpStage(stack, 'Stage', { httpApi: api, autoDeploy: true, throttle: { rateLimit: 20, burstLimit: 40 } });
  api.addRoutes({
    path: '/api/v1/agents/{agentUuid}',
    methods: [HttpMethod.PUT],
    integration: new HttpLambdaIntegration('Submit', lambda),
    authorizer: new HttpJwtAuthorizer('Jwt', 'http://127.0.0.1:9/issuer', { jwtAudience: ['fleet'] }),
  });
}

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:fleet-submit';

describe('the template answers', () => {
  test('functions with their bundle, environment and limits', async () => {
    const [found, ...others] = template.functions;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      name: 'fleet-submit',
      arn: functionArn,
      handler: 'index.handler',
      timeoutSeconds: 10,
      memoryMb: 256,
      environment: {
        TABLE_NAME: 'fleet',
        DOCUMENT: 'upgrade',
        PLACE: `us-east-1/arn:aws:dynamodb:us-east-1:000000000000:table/fleet/\${Kept}/000000000000`,
      },
    });
    expect(await readFile(join(found?.assetFolder ?? '', 'index.mjs'), 'utf8')).toContain('hello');
  });

  test('tables with keys and indexes', () => {
    expect(template.tables).toMatchObject([
      {
        name: 'fleet',
        keySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        indexes: [{ IndexName: 'index1', Projection: { ProjectionType: 'ALL' } }],
      },
    ]);
    expect(template.tables[0]?.attributes.map(({ AttributeName }) => AttributeName)).toEqual(['pk', 'sk', 'index1pk']);
  });

  test('state machines with the definition that is deployed', () => {
    expect(template.stateMachines).toMatchObject([
      {
        name: 'fleet-upgrade',
        arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:fleet-upgrade',
        definition: {
          StartAt: 'Plan the rollout',
          States: {
            'Plan the rollout': {
              Resource: 'arn:aws:states:::lambda:invoke',
              Parameters: { FunctionName: functionArn },
            },
          },
        },
      },
    ]);
  });

  test('rules with their pattern or schedule and their targets', () => {
    expect(template.rules).toMatchObject([
      {
        name: 'ended',
        enabled: true,
        targets: [{ functionArn, retries: 1, maxAgeSeconds: 120 }],
        pattern: {
          source: ['aws.states'],
          detail: { stateMachineArn: ['arn:aws:states:us-east-1:000000000000:stateMachine:fleet-upgrade'] },
        },
      },
      { enabled: true, targets: [{ functionArn, retries: 1, maxAgeSeconds: 120 }], schedule: 'rate(5 minutes)' },
    ]);
  });

  test('SSM documents with their content', () => {
    expect(template.documents).toEqual([{ name: 'upgrade', content: { schemaVersion: '2.2' } }]);
  });

  test('routes with their function and authorizer', () => {
    expect(template.routes).toEqual([
      {
        routeKey: 'PUT /api/v1/agents/{agentUuid}',
        functionArn,
        timeoutMs: 30_000,
        authorizer: { issuer: 'http://127.0.0.1:9/issuer', audience: ['fleet'] },
      },
    ]);
  });
});

test('limits of the API', () => {
  expect(template.throttle).toEqual({ rate: 20, burst: 40 });
});

test('what pages of other origins may do', async () => {
  expect(template.cors).toEqual({
    origins: ['https://console.example.com'],
    methods: ['GET'],
    requestHeaders: ['authorization'],
    exposedHeaders: ['etag'],
    maxAgeSeconds: 60,
  });
  const silent = await changed((resources) => {
    const found = Object.values(resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Api');
    delete found?.Properties['CorsConfiguration'];
  });
  expect(silent.cors).toBeUndefined();
});

describe('what is not understood is an error', () => {
  const add = (Type: string, Properties: Record<string, unknown>) => (resources: Resources) => {
    resources['Odd'] = { Type, Properties };
  };
  const submit = (properties: Record<string, unknown>) => (resources: Resources) => {
    const found = Object.values(resources).find(({ Type }) => Type === 'AWS::Lambda::Function');
    Object.assign(found?.Properties ?? {}, properties);
  };
  const variable = (value: unknown) => submit({ Environment: { Variables: { X: value } } });
  const route = (properties: Record<string, unknown>) => (resources: Resources) => {
    const found = Object.values(resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
    Object.assign(found?.Properties ?? {}, properties);
  };
  const cors = (configuration: Record<string, unknown>) => (resources: Resources) => {
    const found = Object.values(resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Api');
    Object.assign(found?.Properties ?? {}, { CorsConfiguration: { AllowOrigins: ['https://a'], ...configuration } });
  };
  const cases: [string, (resources: Resources) => void, RegExp][] = [
    ['cookies for other origins', cors({ AllowCredentials: true }), /AllowCredentials/],
    ['any origin', cors({ AllowOrigins: ['*'] }), /wildcard is not understood/],
    ['a resource type', add('AWS::S3::Bucket', {}), /Odd: the type AWS::S3::Bucket does not run locally/],
    ['a property', submit({ Layers: ['x'] }), /the properties Layers are not understood/],
    ['a value of another form', submit({ Timeout: 'soon' }), /expected number/],
    ['code from elsewhere', submit({ Code: { S3Bucket: 'x', S3Key: 'y.zip' } }), /no asset of the assembly/],
    ['an intrinsic function', variable({ 'Fn::ImportValue': 'x' }), /Fn::ImportValue is not understood/],
    ['an intrinsic function with neighbours', variable({ Ref: 'Document', Also: 1 }), /Ref has neighbours: Also/],
    ['a name that nothing has', variable({ Ref: 'Nothing' }), /nothing that is called Nothing/],
    ['an attribute', variable({ 'Fn::GetAtt': ['Document', 'LatestVersion'] }), /attribute LatestVersion of Document/],
    [
      'a reference to what is not made locally',
      (resources) => {
        add('AWS::IAM::Role', {})(resources);
        variable({ 'Fn::GetAtt': ['Odd', 'Arn'] })(resources);
      },
      /Odd \(AWS::IAM::Role\) is not made locally/,
    ],
    ['a YAML document', add('AWS::SSM::Document', { Content: 'a: b', DocumentFormat: 'YAML' }), /not YAML/],
    [
      'an input that a rule sets',
      add('AWS::Events::Rule', { Targets: [{ Id: '1', Arn: 'x', Input: '{}' }] }),
      /Odd.*Input/s,
    ],
    ['scopes that a route asks for', route({ AuthorizationScopes: ['fleet/read'] }), /AuthorizationScopes are not/],
    ['a route that needs an authorizer and has none', route({ AuthorizerId: 'gone' }), /its authorizer is missing/],
    ['a route to nowhere', route({ Target: 'integrations/gone' }), /its target is no integration/],
  ];
  test.each(cases)('%s', async (_name, change, message) => {
    await expect(changed(change)).rejects.toThrow(message);
  });
});

test('types that only concern permissions, logs and alarms are left aside', async () => {
  const same = await changed((resources) => {
    resources['Topic'] = { Type: 'AWS::SNS::Topic', Properties: { Anything: { 'Fn::ImportValue': 'x' } } };
  });
  expect(same.functions).toHaveLength(1);
});

test('a property that is AWS::NoValue is left out', async () => {
  const same = await changed((resources) => {
    for (const { Type, Properties } of Object.values(resources))
      if (Type === 'AWS::Lambda::Function') Properties['Timeout'] = { Ref: 'AWS::NoValue' };
  });
  expect(same.functions[0]?.timeoutSeconds).toBe(3);
});
