import { createHash } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoRequests } from './adapters/dynamo-requests.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { readJobAnswer } from './answers.ts';
import { retryRequestSchema } from './domain/retry.ts';
import { retryJob } from './domain/use-cases/retry-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment([
  'TABLE_NAME',
  'SCOPE_CLAIM',
  'STATE_MACHINE_ARN',
  'BAKE_SECONDS',
  'DRY_RUN_ONLY',
  'AGENT_TYPES',
  'ARTIFACT_SOURCES',
]);
const table = new DynamoTable(env.TABLE_NAME);
const ports = {
  requests: new DynamoRequests(table),
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
  bakeSeconds: env.BAKE_SECONDS,
  dryRunOnly: env.DRY_RUN_ONLY,
  agentTypes: env.AGENT_TYPES,
};
const sources = env.ARTIFACT_SOURCES;

/** POST /api/v1/upgrade-jobs/{jobId}/retry */
export const handler = apiFunction(
  { route: routes['retry-job'], scopeClaim: env.SCOPE_CLAIM, body: retryRequestSchema, bodyMayBeEmpty: true },
  async ({ body, path, subject, header, hasScope }) => {
    const now = new Date();
    const parentId = path('jobId');
    const submission = {
      id: `upgrade-job-${ulid(now.getTime())}`,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([parentId, body]))
        .digest('hex'),
      requestedBy: subject,
      key: header('idempotency-key'),
    };
    const allowed = { isAdmin: hasScope('fleet/admin'), sources };
    return readJobAnswer(ports, await retryJob(ports, parentId, body, allowed, submission, now), now);
  },
);
