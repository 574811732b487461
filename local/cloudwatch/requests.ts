import * as z from 'zod';
import { alarmStates } from '../../functions/domain/ports.ts';

/** The requests of the CloudWatch operations served here, with the bounds of the API reference; what is not served is refused. */
const name = z.string().min(1).max(255);
const names = z.array(name).max(100);

export const describeAlarmsRequest = z.strictObject({
  AlarmNames: names.optional(),
  /** Without them CloudWatch answers metric alarms alone. */
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).default(['MetricAlarm']),
  StateValue: z.enum(alarmStates).optional(),
  MaxRecords: z.int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
});

/** An alarm on one metric and its statistic; metric math, percentiles and anomaly bands are not served. */
export const putMetricAlarmRequest = z.strictObject({
  AlarmName: name,
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: z.boolean().default(true),
  Namespace: z.string().min(1).max(255),
  MetricName: z.string().min(1).max(255),
  Dimensions: z
    .array(z.strictObject({ Name: z.string(), Value: z.string() }))
    .max(30)
    .optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']),
  /** Seconds. */
  Period: z.int().refine((period) => [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0), {
    error: 'a period is 10, 20, 30 or a multiple of 60 seconds',
  }),
  EvaluationPeriods: z.int().min(1),
  DatapointsToAlarm: z.int().min(1).optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
});

export const setAlarmStateRequest = z.strictObject({
  AlarmName: name,
  StateValue: z.enum(alarmStates),
  StateReason: z.string().max(1023),
});

export const deleteAlarmsRequest = z.strictObject({ AlarmNames: names });
