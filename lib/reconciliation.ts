import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventTarget } from './event-target.ts';
import type { FleetFunctions } from './fleet-functions.ts';

interface ReconciliationProps {
  readonly functions: FleetFunctions;
  /** Of the state machine whose executions must not end before their job does. */
  readonly machineArn: string;
  readonly deadLetters: IQueue;
}

/** Every job ends, also where its execution never began, failed, was stopped or is gone. */
export class Reconciliation extends Construct {
  constructor(scope: Construct, id: string, { functions, machineArn, deadLetters }: ReconciliationProps) {
    super(scope, id);
    const every = Duration.minutes(5);
    // The next round finds what this one missed, so that an event older than a round is not worth keeping.
    const target = eventTarget(functions.get('reconcile-jobs'), deadLetters, every);
    new Rule(this, 'Regularly', {
      description: 'Look for jobs without a running execution.',
      schedule: Schedule.rate(every),
      targets: [target],
    });
    new Rule(this, 'ExecutionEndedBadly', {
      description: 'An execution has ended without finishing its job.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [machineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [target],
    });
  }
}
