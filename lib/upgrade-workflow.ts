import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FleetFunctions } from './fleet-functions.ts';
import { FleetLogs } from './fleet-logs.ts';
import type { Settings } from './settings.ts';
import type { WorkflowAccess } from './workflow-access.ts';
import { workflowDefinition } from './workflow-definition.ts';

interface UpgradeWorkflowProps {
  readonly settings: Settings;
  readonly functions: FleetFunctions;
  readonly workflow: WorkflowAccess;
}

/** The state machine that carries jobs from their plan to their end; an execution is named after its job. */
export class UpgradeWorkflow extends Construct {
  readonly machineArn: string;

  constructor(scope: Construct, id: string, { settings, functions, workflow }: UpgradeWorkflowProps) {
    super(scope, id);
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: workflow.name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(workflowDefinition(this, functions, settings)),
      tracingEnabled: true,
      logs: {
        // Under /aws/vendedlogs/ the group's resource policy does not grow with every state machine of the account.
        destination: new FleetLogs(this, 'Logs', settings, `/aws/vendedlogs/${workflow.name}/workflow`),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    this.machineArn = machine.stateMachineArn;
  }
}
