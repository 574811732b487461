import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FleetFunctions } from './fleet-functions.ts';
import type { FleetTable } from './fleet-table.ts';
import type { Settings } from './settings.ts';

interface AuditTrailProps {
  readonly settings: Settings;
  readonly functions: FleetFunctions;
  readonly table: FleetTable;
  readonly deadLetters: IQueue;
}

/**
 * Each entry of each job's audit trail as an object that nobody can change or delete for so many days, not even the account's root user.
 * They come from the table's stream: whatever writes a job is covered, and waits for nothing.
 */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, { settings, functions, table, deadLetters }: AuditTrailProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(settings.auditRetentionDays)),
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // It cannot be deleted while one of its objects is locked.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const recorder = functions.get('record-audit');
    recorder.addEnvironment('AUDIT_BUCKET', bucket.bucketName);
    allow(recorder, ['s3:PutObject'], bucket.arnForObjects('*'));
    const { streamArn } = table;
    allow(recorder, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn);
    // Lambda asks for it before it reads a stream, and it knows no resources.
    allow(recorder, ['dynamodb:ListStreams'], '*');
    recorder.addEventSourceMapping('Jobs', {
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // Of all that is written, only jobs: what is filtered out calls nothing and costs nothing.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { Keys: { sk: { S: FilterRule.isEqual('JOB') } } },
        }),
      ],
      batchSize: 100,
      bisectBatchOnError: true,
      // As long as the stream has a record, which is 24 h.
      retryAttempts: -1,
      onFailure: new SqsDlq(deadLetters),
    });
    new CfnOutput(this, 'BucketName', { value: bucket.bucketName }).overrideLogicalId('AuditBucketName');
  }
}

function allow(grantee: IFunction, actions: string[], resource: string): void {
  grantee.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
}
