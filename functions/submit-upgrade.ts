import { createHash } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoPlans } from './adapters/dynamo-plans.ts';
import { DynamoRequests } from './adapters/dynamo-requests.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { jobAnswer, readJobAnswer } from './answers.ts';
import { refuseArtifact } from './domain/own-artifact.ts';
import { jobSpecOf, upgradeRequestSchema } from './domain/upgrade-request.ts';
import { submitRequest } from './domain/use-cases/submit-request.ts';
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
  agents: new DynamoAgents(table),
  catalogue: new DynamoCatalogue(table),
  plans: new DynamoPlans(table),
  workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
  agentTypes: env.AGENT_TYPES,
  bakeSeconds: env.BAKE_SECONDS,
  dryRunOnly: env.DRY_RUN_ONLY,
};

/** POST /api/v1/agents/batch-upgrade */
export const handler = apiFunction(
  { route: routes['submit-upgrade'], scopeClaim: env.SCOPE_CLAIM, body: upgradeRequestSchema },
  async ({ body, subject, header, hasScope }) => {
    const allowed = { isAdmin: hasScope('fleet/admin'), sources: env.ARTIFACT_SOURCES };
    refuseArtifact(body.artifact, body.targetVersion, allowed);
    const now = new Date();
    const submission = {
      id: `upgrade-job-${ulid(now.getTime())}`,
      spec: jobSpecOf(body),
      targets: body.agentUuids ?? [],
      // The parsed request has its fields in one order, whatever order the caller wrote them in.
      fingerprint: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
      requestedBy: subject,
      key: header('idempotency-key'),
    };
    const job = await submitRequest(ports, submission, now);
    // Only a repeat may find more than was just written.
    const isNew = job.id === submission.id;
    return isNew
      ? jobAnswer(
          job,
          [{ targets: submission.targets, versions: null, next: null, decisions: null }],
          [],
          env.AGENT_TYPES,
          now,
        )
      : readJobAnswer(ports, job, now);
  },
);
