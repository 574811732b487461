import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventTarget } from './event-target.ts';
import type { FleetFunctions } from './fleet-functions.ts';
import type { RecipeDocuments } from './recipe-documents.ts';

/**
 * How a command can have ended. Systems Manager's user guide shows only `Success` in these events. The first four are what its API
 * documents for Command.Status and for notifications, the others for StatusDetails: a batch of mixed results is Incomplete.
 */
const ENDED = [
  ...['Success', 'Failed', 'TimedOut', 'Cancelled'],
  ...['Incomplete', 'DeliveryTimedOut', 'ExecutionTimedOut', 'Undeliverable', 'Terminated'],
];

interface CommandEventsProps {
  readonly functions: FleetFunctions;
  readonly documents: RecipeDocuments;
  readonly deadLetters: IQueue;
}

/** Wakes a batch when its command has ended. A missed event costs time only: the batch is asked anyway. */
export class CommandEvents extends Construct {
  constructor(scope: Construct, id: string, { functions, documents, deadLetters }: CommandEventsProps) {
    super(scope, id);
    new Rule(this, 'Ended', {
      description: 'A command of Fleet Upgrade has ended: wake its batch.',
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['EC2 Command Status-change Notification'],
        detail: {
          'document-name': Object.values(documents.names),
          status: ENDED,
        },
      },
      // A batch waits for at most 120 s to be woken, so that older news wakes nobody.
      targets: [eventTarget(functions.get('on-command-event'), deadLetters, Duration.minutes(2))],
    });
  }
}
