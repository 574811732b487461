import { Alarm, CfnAlarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { isLeftOut } from '../left-out.ts';
import type { AlarmPlan } from './alarm-plans.ts';
import { alarmTargets } from './alarm-targets.ts';
import type { Watched } from './watched.ts';

/** Alarms on an expression or on a metric with a label; all others name their one metric. */
const WITH_METRICS = `${CfnAlarm.CFN_RESOURCE_TYPE_NAME}.Metrics`;

function hasMetrics(metric: IMetric): boolean {
  const { mathExpression, renderingProperties } = metric.toMetricConfig();
  return mathExpression !== undefined || renderingProperties?.['label'] !== undefined;
}

/** The alarms `fleet-upgrade-<environment>-…`. Each says what it means and where the runbook tells what to do. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { settings }: Watched, plans: readonly AlarmPlan[]) {
    super(scope, id);
    const targets = alarmTargets(this, settings);
    const kept = isLeftOut(this, WITH_METRICS) ? plans.filter(({ metric }) => !hasMetrics(metric)) : plans;
    this.all = kept.map(({ name, heading, means, metric, threshold, periods = 1, missing }) => {
      const alarm = new Alarm(this, name, {
        alarmName: `fleet-upgrade-${settings.name}-${name}`,
        alarmDescription: `${means} What to do: docs/runbook.md#${heading}`,
        metric,
        threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: periods,
        treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      });
      for (const target of targets) {
        alarm.addAlarmAction(target);
        alarm.addOkAction(target);
      }
      return alarm;
    });
  }
}
