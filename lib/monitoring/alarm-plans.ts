import { type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  api,
  executionsEndedBadly,
  failureRate,
  lambdaThrottles,
  readingTime,
  serviceThrottles,
  workflowErrors,
} from './metrics.ts';
import { ownMetric } from './own-metric.ts';
import type { Watched } from './watched.ts';

export interface AlarmPlan {
  /** Ends the alarm's name. */
  readonly name: string;
  /** The heading in docs/runbook.md that tells what to do. */
  readonly heading: string;
  /** What it means for whoever uses the service. */
  readonly means: string;
  readonly metric: IMetric;
  /** It rings at this value and above. */
  readonly threshold: number;
  /** So many of the metric's periods in a row; one unless given. */
  readonly periods?: number;
  readonly missing?: TreatMissingData;
}

/** Every alarm. One that rings asks somebody to do something: what passes by itself is on the dashboard alone. */
export const alarmPlans = (watched: Watched): readonly AlarmPlan[] => [
  ...servicePlans(watched),
  ...(watched.settings.auditRetentionDays > 0 ? [auditLag(watched)] : []),
];

const auditLag = ({ functions }: Watched): AlarmPlan => ({
  name: 'audit-lag',
  heading: 'audit-lag',
  means: 'Audit records have not been written for an hour or more: those older than 24 hours are lost to the bucket.',
  metric: functions.get('record-audit').metric('IteratorAge', { statistic: 'Maximum' }),
  threshold: 3_600_000,
});

const servicePlans = (watched: Watched): readonly AlarmPlan[] => [
  {
    name: 'stuck-job',
    heading: 'stuck-job',
    means:
      'A job neither goes on nor ends, or nobody has looked for such jobs for a quarter of an hour: upgrades may stand still.',
    metric: ownMetric(watched.settings, 'StuckJobs', { statistic: 'Maximum' }),
    threshold: 1,
    periods: 3,
    // The reconciler tells a number every five minutes, zero as well.
    missing: TreatMissingData.BREACHING,
  },
  {
    name: 'failure-rate',
    heading: 'failure-rate',
    means:
      'A fifth or more of the agents failed in jobs that ended within an hour: a version, a repository or a network may be bad.',
    metric: failureRate(watched),
    threshold: 20,
  },
  {
    name: 'rollback-failed',
    heading: 'rollback-failed',
    means: 'An upgrade failed and so did the way back: an agent on some node may be down now and needs hands.',
    metric: ownMetric(watched.settings, 'RollbacksFailed'),
    threshold: 1,
  },
  {
    name: 'throttling-lambda',
    heading: 'throttling',
    means: "The account's Lambda concurrency is used up, by whatever function: callers get 503, and jobs go slower.",
    metric: lambdaThrottles(),
    threshold: 1,
    periods: 3,
  },
  {
    name: 'throttling-services',
    heading: 'throttling',
    means:
      'Systems Manager or DynamoDB have refused many calls for a quarter of an hour: jobs go slower than they were asked to.',
    metric: serviceThrottles(watched),
    threshold: 50,
    periods: 3,
  },
  {
    name: 'function-errors',
    heading: 'function-errors',
    means:
      'A function of the workflow has been failing for a quarter of an hour, which its retries do not get past: jobs stand still.',
    metric: workflowErrors(watched),
    threshold: 1,
    periods: 3,
  },
  {
    name: 'dead-letters',
    heading: 'dead-letters',
    means:
      'An event was given up after all attempts: a job may go on late, an audit record or a message may be missing.',
    metric: watched.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
    threshold: 1,
  },
  {
    name: 'execution-failures',
    heading: 'execution-failures',
    means: 'An execution ended without finishing its job: the job is ended by the reconciler or has ended as failed.',
    metric: executionsEndedBadly(watched),
    threshold: 1,
  },
  {
    name: 'api-5xx',
    heading: 'api-5xx',
    means: 'The API has answered five or more requests in five minutes with a 5xx: pipelines and people cannot work.',
    metric: api(watched, '5xx'),
    threshold: 5,
  },
  {
    name: 'api-latency',
    heading: 'api-latency',
    means:
      'One in twenty reading requests has taken five seconds or more for a quarter of an hour: the API is too slow to work with.',
    metric: readingTime(watched),
    threshold: 5_000,
    periods: 3,
  },
];
