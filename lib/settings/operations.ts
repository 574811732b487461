import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** What S3 takes as the retention of an object lock: a hundred years. */
const LONGEST_AUDIT_DAYS = 36_500;

/** What is kept, for how long, and who is told. */
export const operations = {
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).describe('DEBUG, INFO, WARN or ERROR'),
  logRetentionDays: z
    .enum(RetentionDays)
    .exclude(['INFINITE'])
    .describe('a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 180, 365 or more'),
  /** Whether the table and the logs outlive the stack, and deleting them takes a second, deliberate step. */
  keepData: z.boolean().describe('true where the data must outlive the stack, else false'),
  alarmTargets: z
    .array(z.union([z.email(), z.string().regex(TOPIC)], 'neither a mail address nor the ARN of an SNS topic'))
    .max(20)
    .default([])
    .describe(
      'a list of up to 20 mail addresses such as oncall@example.com, or ARNs of SNS topics, that alarms go to, or leave it out to tell nobody',
    ),
  /** How long nobody can delete the audit records in the bucket for them; 0 makes no bucket. */
  auditRetentionDays: z
    .int()
    .min(0)
    .max(LONGEST_AUDIT_DAYS)
    .default(0)
    .describe(
      `the days that audit records are kept and cannot be deleted, up to ${LONGEST_AUDIT_DAYS}, or 0 for no audit bucket`,
    ),
  jobTopic: z
    .boolean()
    .default(false)
    .describe('true where an SNS topic must tell of each job that changes its state, else false'),
};
