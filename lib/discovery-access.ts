import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Lets a function see the managed nodes, their inventory and tags, and the instances among them. Only tags of managed nodes are things of
 * which IAM can say which; the other actions take nothing but `*`, or name nodes that nobody knows before.
 */
export function allowDiscovering(grantee: IFunction): void {
  const tagged = Stack.of(grantee).formatArn({ service: 'ssm', resource: 'managed-instance', resourceName: '*' });
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['ssm:ListTagsForResource'], resources: [tagged] }));
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: [
        'ec2:DescribeInstances',
        'ssm:DescribeInstanceInformation',
        'ssm:GetInventory',
        'ssm:ListInventoryEntries',
      ],
      resources: ['*'],
    }),
  );
}
