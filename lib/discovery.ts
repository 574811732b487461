import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventTarget } from './event-target.ts';
import type { FleetFunctions } from './fleet-functions.ts';
import type { Settings } from './settings.ts';

interface DiscoveryProps {
  readonly settings: Settings;
  readonly functions: FleetFunctions;
  readonly deadLetters: IQueue;
}

/**
 * The nodes are gone over regularly. The rule ticks more often than a walk begins, since one over 100,000 nodes takes several calls: a call
 * that finds nothing due costs one read.
 */
export class Discovery extends Construct {
  constructor(scope: Construct, id: string, { settings, functions, deadLetters }: DiscoveryProps) {
    super(scope, id);
    if (settings.discoveryMinutes === 0) return;
    const every = Duration.minutes(5);
    new Rule(this, 'Regularly', {
      description: 'Look for agents on the managed nodes, or go on with it.',
      schedule: Schedule.rate(every),
      targets: [eventTarget(functions.get('discover-on-schedule'), deadLetters, every)],
    });
  }
}
