import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Context of the CDK app: resource types, or `Type.Property`, with commas between, that the target of the deployment does not know. */
const LEFT_OUT = 'fleet-upgrade:left-out';

/**
 * Whether resources of this type, or those of it with this property, are left out: an emulator of AWS refuses a whole stack
 * for one that it does not know. AWS itself knows all of them, so that whoever asks for it is warned.
 */
export function isLeftOut(scope: Construct, resources: string): boolean {
  const given: unknown = scope.node.tryGetContext(LEFT_OUT);
  if (typeof given !== 'string' || !given.split(',').includes(resources)) return false;
  Annotations.of(scope).addWarningV2(LEFT_OUT, `Without ${resources} this is for an emulator, not for AWS.`);
  return true;
}
