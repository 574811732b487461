import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { functionAccess } from '../function-access.ts';

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** CloudWatch lets an alarm do five things. */
const MOST_TOPICS = 4;

const isTopic = (target: string): boolean => target.startsWith('arn:');

/** A policy's name, with its path where it has one, or its ARN. */
const POLICY = /^(arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/)?[\w+=,.@/-]{1,512}$/;

/** What S3 takes as the retention of an object lock: a hundred years. */
const LONGEST_AUDIT_DAYS = 36_500;

/** What is kept, for how long, and who is told. */
export const operations = {
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).describe('DEBUG, INFO, WARN or ERROR'),
  logRetentionDays: z
    .enum(RetentionDays)
    .exclude(['INFINITE'])
    .describe('a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 180, 365 or more'),
  /** Whether the table, the logs and the user pool outlive the stack. */
  keepData: z.boolean().describe('true where the data must outlive the stack, else false'),
  /** Whether deleting the stack, the table or the user pool takes a second, deliberate step. */
  deletionProtection: z
    .boolean()
    .describe('true where neither the stack nor its data may be deleted before this is set to false, else false'),
  /** Whether the table can be restored to any second of the last 35 days. */
  pointInTimeRecovery: z
    .boolean()
    .describe('true where the table must be restorable to any second of the last 35 days, else false'),
  /** At most so many at once of a function, kept free for it; without it, what the account has. */
  reservedConcurrency: z
    .record(
      z.string().refine((name) => Object.hasOwn(functionAccess, name), 'no function is called so'),
      z.int().min(1).max(1_000),
    )
    .default({})
    .describe(
      "{ 'submit-upgrade': 10 }: of functions by their names in lib/function-access.ts how many run at once at most, kept free for them, or leave it out for what the account has",
    ),
  permissionsBoundary: z
    .string()
    .regex(POLICY)
    .exactOptional()
    .describe('the name or the ARN of an IAM policy that bounds what any role here may do, or leave it out for none'),
  alarmTargets: z
    .array(z.union([z.email(), z.string().regex(TOPIC)], 'neither a mail address nor the ARN of an SNS topic'))
    .max(20)
    .refine((targets) => new Set(targets).size === targets.length, 'one of them is there twice')
    .refine(
      (targets) => targets.filter(isTopic).length <= MOST_TOPICS,
      `over ${MOST_TOPICS} topics: an alarm tells five, and one is for the mailboxes`,
    )
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
