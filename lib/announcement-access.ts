import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JOB_ENDED } from '../functions/domain/job-ended.ts';

/** Lets a function tell of jobs' ends, and put no other event on the bus. */
export function allowAnnouncing(grantee: IFunction): void {
  const bus = Stack.of(grantee).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  const conditions = {
    StringEquals: { 'events:source': JOB_ENDED.source, 'events:detail-type': JOB_ENDED.detailType },
  };
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus], conditions }));
}
