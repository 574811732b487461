import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { INDEX } from '../fleet-table.ts';
import { ownMetric } from './own-metric.ts';
import { READING_FUNCTIONS, type Watched, WORKFLOW_FUNCTIONS } from './watched.ts';

/* What both the alarms and the dashboard read, of AWS's services and of ours. All over five minutes unless said otherwise. */

const FIVE_MINUTES = Duration.minutes(5);

const named = (metrics: readonly IMetric[]): Record<string, IMetric> =>
  Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));

/** Several counts as one. Services tell no zeros, hence the filling. */
const sum = (metrics: readonly IMetric[], label: string): MathExpression =>
  new MathExpression({
    expression: 'SUM(FILL(METRICS(), 0))',
    usingMetrics: named(metrics),
    label,
    period: FIVE_MINUTES,
  });

export const workflowErrors = ({ functions }: Watched): MathExpression =>
  sum(
    WORKFLOW_FUNCTIONS.map((name) => functions.get(name).metricErrors({ period: FIVE_MINUTES })),
    'Errors of workflow functions',
  );

/** Milliseconds within which 95 of 100 answers are there, of the slowest function. */
export const readingTime = ({ functions }: Watched): MathExpression =>
  new MathExpression({
    expression: 'MAX(METRICS())',
    usingMetrics: named(
      READING_FUNCTIONS.map((name) => functions.get(name).metricDuration({ period: FIVE_MINUTES, statistic: 'p95' })),
    ),
    label: 'p95 of reading requests, ms',
    period: FIVE_MINUTES,
  });

/** Of all functions in the account and region: they share its concurrency. */
export const lambdaThrottles = (): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Throttles',
    statistic: 'Sum',
    period: FIVE_MINUTES,
    label: 'Lambda calls throttled',
  });

export const commandThrottles = ({ settings }: Watched): Metric =>
  ownMetric(settings, 'CommandsThrottled', { label: 'Systems Manager calls throttled' });

export const tableThrottles = ({ table }: Watched): MathExpression =>
  sum(tableThrottleMetrics(table.tableName), 'Table requests throttled');

/**
 * For an alarm. One over metrics of DynamoDB stays as it is where they have no data, whatever it is told to do then ("PutMetricAlarm" in
 * CloudWatch's API reference), and they have none where nothing is throttled. So the reconciler's number, told every five minutes, gives it data.
 */
export function serviceThrottles(watched: Watched): MathExpression {
  const throttles = named([commandThrottles(watched), ...tableThrottleMetrics(watched.table.tableName)]);
  return new MathExpression({
    expression: `SUM(FILL([${Object.keys(throttles)}], 0)) + 0 * beat`,
    usingMetrics: { ...throttles, beat: ownMetric(watched.settings, 'OpenJobs', { statistic: 'Maximum' }) },
    label: 'Calls of services throttled',
    period: FIVE_MINUTES,
  });
}

const tableThrottleMetrics = (TableName: string): Metric[] =>
  [{ TableName }, { TableName, GlobalSecondaryIndexName: INDEX }].flatMap((dimensionsMap) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map(
      (metricName) =>
        new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period: FIVE_MINUTES }),
    ),
  );

export const executions = ({ machineArn }: Watched, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn: machineArn },
    statistic: 'Sum',
    period: FIVE_MINUTES,
  });

export const executionsEndedBadly = (watched: Watched): MathExpression =>
  sum(
    ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map((name) => executions(watched, name)),
    'Executions that failed, timed out or were aborted',
  );

export const api = ({ apiId }: Watched, metricName: string, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: apiId },
    statistic,
    period: FIVE_MINUTES,
    label: statistic === 'Sum' ? metricName : `${metricName} ${statistic}, ms`,
  });

/** Percent of the agents of jobs that ended within the hour. Fewer than five say nothing. */
export function failureRate({ settings }: Watched): MathExpression {
  const period = Duration.hours(1);
  return new MathExpression({
    expression:
      'IF(FILL(failed, 0) + FILL(succeeded, 0) >= 5, 100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(succeeded, 0)), 0)',
    usingMetrics: {
      failed: ownMetric(settings, 'AgentsFailed', { period }),
      succeeded: ownMetric(settings, 'AgentsSucceeded', { period }),
    },
    label: 'Agents that failed, %',
    period,
  });
}
