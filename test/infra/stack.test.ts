import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { arn, Synthesized } from './synthesized.ts';

const stack = new Synthesized();
const keeping = new Synthesized({ keepData: true, logRetentionDays: 365 });

test('no resources wait for each other in a circle, which CloudFormation would refuse', () => {
  expect(() => Template.fromJSON(stack.template)).not.toThrow();
});

test('outputs say where the API, the workflow and the table are', () => {
  expect(stack.outputs).toEqual({
    ApiUrl: expect.stringMatching(/\.ApiEndpoint$/),
    StateMachineArn: arn('states', 'stateMachine:fleet-upgrade-dev'),
    TableName: 'fleet-upgrade-dev',
    DeadLettersUrl: stack.one('AWS::SQS::Queue').id,
  });
});

const guarded = new Synthesized({ deletionProtection: true, pointInTimeRecovery: false });

test('a stack that is protected cannot be deleted by one command, whether it keeps its data or not', () => {
  expect([guarded.isProtected, keeping.isProtected, stack.isProtected]).toEqual([true, false, false]);
});

test('an environment has its own names, so that two fit into one account', () => {
  const other = new Synthesized({ name: 'other' });
  const names = (each: Synthesized) =>
    // The authorizer's name counts within its API only.
    each.resources
      .filter(({ Type }) => Type !== 'AWS::ApiGatewayV2::Authorizer')
      .flatMap(({ Properties }) =>
        ['Name', 'FunctionName', 'TableName', 'LogGroupName', 'StateMachineName', 'AlarmName', 'DashboardName'].flatMap(
          (key) => Properties[key] ?? [],
        ),
      );
  expect(names(stack).filter((name) => names(other).includes(name))).toEqual([]);
});

describe('the table', () => {
  const table = stack.one('AWS::DynamoDB::Table');

  test('has string keys, one index over everything, and pays by request', () => {
    expect(table.Properties).toMatchObject({
      TableName: 'fleet-upgrade-dev',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'index1',
          KeySchema: [
            { AttributeName: 'index1pk', KeyType: 'HASH' },
            { AttributeName: 'index1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      AttributeDefinitions: ['pk', 'sk', 'index1pk', 'index1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('can be restored to any second, and forgets what has expired', () => {
    expect(table.Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('has no second to go back to where the environment does without', () => {
    expect(guarded.one('AWS::DynamoDB::Table').Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
  });

  test.each([
    ['outlives the stack where data is kept', keeping, 'Retain', false],
    ['goes with the stack where it is not', stack, 'Delete', false],
    ['cannot be deleted where the environment is protected', guarded, 'Delete', true],
  ])('%s', (_, each, DeletionPolicy, DeletionProtectionEnabled) => {
    expect(each.one('AWS::DynamoDB::Table')).toMatchObject({
      DeletionPolicy,
      Properties: { DeletionProtectionEnabled },
    });
  });
});

describe('log groups', () => {
  test.each([
    ['dev', stack, 30, 'Delete'],
    ['an environment that keeps data', keeping, 365, 'Retain'],
  ])('of %s all forget after its days', (_, each, RetentionInDays, DeletionPolicy) => {
    const groups = each.all('AWS::Logs::LogGroup');
    expect(groups).toEqual(
      groups.map(() =>
        expect.objectContaining({ DeletionPolicy, Properties: expect.objectContaining({ RetentionInDays }) }),
      ),
    );
  });

  test('exist for every function, the workflow and the API', () => {
    const functions = stack
      .all('AWS::Lambda::Function')
      .map(({ Properties }) => `/aws/lambda/${Properties['FunctionName']}`);
    const others = ['workflow', 'api'].map((name) => `/aws/vendedlogs/fleet-upgrade-dev/${name}`);
    const found = stack.all('AWS::Logs::LogGroup').map(({ Properties }) => Properties['LogGroupName']);
    expect(found.sort()).toEqual([...functions, ...others].sort());
  });
});

test.each(['package', 'report'])('the %s document keeps its name when its content changes', (recipe) => {
  const documents = stack.all('AWS::SSM::Document').map(({ Properties }) => Properties);
  expect(documents.filter(({ Name }) => Name === `FleetUpgrade-${recipe}-dev`)).toMatchObject([
    { DocumentType: 'Command', Content: { schemaVersion: '2.2' }, UpdateMethod: 'NewVersion' },
  ]);
});

test('the template is plain: nothing runs while it is deployed', () => {
  const types = new Set(stack.resources.map(({ Type }) => Type));
  expect([...types].sort()).toEqual([
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Authorizer',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::DynamoDB::Table',
    'AWS::Events::Rule',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::SSM::Document',
    'AWS::StepFunctions::StateMachine',
  ]);
});
