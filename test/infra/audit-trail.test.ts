import { describe, expect, test } from '@jest/globals';
import { Synthesized } from './synthesized.ts';

const stack = new Synthesized({ auditRetentionDays: 365 });
const [recorder] = stack
  .all('AWS::Lambda::Function')
  .filter(({ Properties }) => Properties['FunctionName'] === 'fleet-upgrade-dev-record-audit');
const bucket = stack.one('AWS::S3::Bucket');

test('the bucket keeps each object for the days of the environment, whoever wants to delete it, and outlives the stack', () => {
  expect(bucket).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  });
});

test('the function hears of every write of a job and of nothing else, as long as the stream has it', () => {
  const { Properties } = stack.one('AWS::Lambda::EventSourceMapping');
  expect(Properties).toMatchObject({
    FunctionName: 'fleet-upgrade-dev-record-audit',
    MaximumRetryAttempts: -1,
    BisectBatchOnFunctionError: true,
    StartingPosition: 'TRIM_HORIZON',
    DestinationConfig: { OnFailure: { Destination: `${stack.one('AWS::SQS::Queue').id}.Arn` } },
  });
  const pattern = '{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"sk":{"S":["JOB"]}}}}';
  expect(Properties['FilterCriteria']).toEqual({ Filters: [{ Pattern: pattern }] });
  expect(stack.one('AWS::DynamoDB::Table').Properties).toMatchObject({
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  });
});

test('the function may read the stream and add objects, and can neither read nor delete them', () => {
  const role = String(recorder?.Properties['Role']).replace('.Arn', '');
  const allowed = stack
    .all('AWS::IAM::Policy')
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(role))
    .flatMap(({ Properties }) => JSON.stringify(Properties['PolicyDocument']).match(/"\w+:\w+"/g) ?? []);
  expect([...new Set(allowed)].sort()).toEqual(
    [
      ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      ...['logs:CreateLogStream', 'logs:PutLogEvents', 's3:PutObject'],
      ...['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
      ...['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    ].map((action) => `"${action}"`),
  );
});

test('the function is told its bucket, and an alarm tells where it lags', () => {
  expect(recorder?.Properties).toMatchObject({ Environment: { Variables: { AUDIT_BUCKET: bucket.id } } });
  const names = stack.all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);
  expect(names).toContain('fleet-upgrade-dev-audit-lag');
});

describe('without days', () => {
  const without = new Synthesized();

  test('there is neither bucket, nor stream, nor function', () => {
    expect(without.all('AWS::S3::Bucket')).toEqual([]);
    expect(without.all('AWS::Lambda::EventSourceMapping')).toEqual([]);
    expect(without.one('AWS::DynamoDB::Table').Properties).not.toHaveProperty('StreamSpecification');
    expect(JSON.stringify(without.all('AWS::Lambda::Function'))).not.toContain('record-audit');
  });
});
