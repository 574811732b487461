import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Settings } from './settings.ts';

export type WorkflowAction = 'StartExecution' | 'DescribeExecution' | 'SendTaskSuccess';

/**
 * The state machine by a fixed name, and who may do what with it. The machine refers to its functions, so that functions
 * which referred to the machine would make a circle that CloudFormation refuses.
 */
export class WorkflowAccess {
  readonly name: string;
  readonly machineArn: string;
  readonly #resources: Readonly<Record<WorkflowAction, readonly string[]>>;

  constructor(stack: Stack, settings: Settings) {
    this.name = `fleet-upgrade-${settings.name}`;
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    this.machineArn = arn('stateMachine', this.name);
    this.#resources = {
      StartExecution: [this.machineArn],
      DescribeExecution: [arn('execution', `${this.name}:*`)],
      // Children of a Distributed Map belong to `<machine>/<label of the map>`. IAM's tables list no resource for this action,
      // but the service does check the machine's ARN, as CDK's grantTaskResponse relies on.
      SendTaskSuccess: [this.machineArn, `${this.machineArn}/*`],
    };
  }

  /** Lets a function do exactly these actions with this machine and its executions. */
  allow(grantee: IFunction, actions: readonly WorkflowAction[]): void {
    for (const action of actions)
      grantee.addToRolePolicy(
        new PolicyStatement({ actions: [`states:${action}`], resources: [...this.#resources[action]] }),
      );
  }
}
