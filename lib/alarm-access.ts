import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Lets a function read the states of alarms. DescribeAlarms knows alarms as resources, but with anything narrower than `*`
 * CloudWatch answers no composite alarms (its API reference), and which alarms gate a rollout is only said in the request for it.
 */
export function allowReadingAlarms(grantee: IFunction): void {
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
}
