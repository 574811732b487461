import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Lets whoever holds an address that the function signed read one object of these buckets: a signed address can do what its signer may. */
export function allowSigning(grantee: IFunction, buckets: readonly string[]): void {
  if (buckets.length === 0) return;
  // A bucket's name is its own in the whole partition: its ARN has neither region nor account.
  const objectsOf = (bucket: string) =>
    Stack.of(grantee).formatArn({ service: 's3', region: '', account: '', resource: bucket, resourceName: '*' });
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: buckets.map(objectsOf) }));
}
