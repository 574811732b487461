import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

/** A log group that forgets after the environment's days, and goes with the stack unless the environment keeps data. */
export class FleetLogs extends LogGroup {
  constructor(scope: Construct, id: string, settings: Settings, logGroupName: string) {
    super(scope, id, {
      logGroupName,
      retention: settings.logRetentionDays,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
