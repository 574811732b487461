import { createHash } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoRequests } from './adapters/dynamo-requests.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { Cursors } from './cursors.ts';
import { fenceKey } from './domain/fence.ts';
import { environment } from './environment.ts';
import type { ApiRequest } from './http.ts';

/** What the routes that make jobs share. */
export function submittingPorts() {
  const env = environment([
    'TABLE_NAME',
    'TOKEN_RULES',
    'STATE_MACHINE_ARN',
    'BAKE_SECONDS',
    'DRY_RUN_ONLY',
    'REQUIRE_CHECKSUM',
    'AGENT_TYPES',
    'ARTIFACT_SOURCES',
  ]);
  const table = new DynamoTable(env.TABLE_NAME);
  return {
    tokenRules: env.TOKEN_RULES,
    sources: env.ARTIFACT_SOURCES,
    table,
    requests: new DynamoRequests(table),
    jobs: new DynamoJobs(table),
    batches: new DynamoBatches(table),
    cursors: new Cursors(env.TABLE_NAME),
    workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
    agentTypes: env.AGENT_TYPES,
    bakeSeconds: env.BAKE_SECONDS,
    dryRunOnly: env.DRY_RUN_ONLY,
    requireChecksum: env.REQUIRE_CHECKSUM,
  };
}

/**
 * The new job's id, who asks for it with which fence, and what tells this request from others.
 * @param said the parsed request, whose fields are in one order, whatever order the caller wrote them in
 */
export const newSubmission = (
  said: unknown,
  { subject, fence, header }: Pick<ApiRequest<unknown>, 'subject' | 'fence' | 'header'>,
  now: Date,
) => ({
  id: `upgrade-job-${ulid(now.getTime())}`,
  fingerprint: createHash('sha256')
    .update(JSON.stringify(fence === null ? said : [said, fenceKey(fence)]))
    .digest('hex'),
  requestedBy: subject,
  fence,
  key: header('idempotency-key'),
});
