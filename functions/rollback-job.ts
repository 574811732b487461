import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { readingSsmClient, SsmCommands, sendingSsmClient } from './adapters/ssm-commands.ts';
import { readJobAnswer } from './answers.ts';
import { rollbackRequestSchema } from './domain/rollback.ts';
import { rollBackJob } from './domain/use-cases/roll-back-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment([
  'TABLE_NAME',
  'SCOPE_CLAIM',
  'STATE_MACHINE_ARN',
  'DRY_RUN_ONLY',
  'AGENT_TYPES',
  'PACKAGE_DOCUMENT',
  'REPORT_DOCUMENT',
]);
const table = new DynamoTable(env.TABLE_NAME);
const documents = { package: env.PACKAGE_DOCUMENT, report: env.REPORT_DOCUMENT };
const stepFunctions = new SFNClient();
const ports = {
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  commands: new SsmCommands(documents, readingSsmClient(), sendingSsmClient()),
  waker: new SfnWaker(stepFunctions),
  workflow: new SfnWorkflow(stepFunctions, env.STATE_MACHINE_ARN),
  agentTypes: env.AGENT_TYPES,
  dryRunOnly: env.DRY_RUN_ONLY,
};

/** POST /api/v1/upgrade-jobs/{jobId}/rollback */
export const handler = apiFunction(
  { route: routes['rollback-job'], scopeClaim: env.SCOPE_CLAIM, body: rollbackRequestSchema, bodyMayBeEmpty: true },
  async ({ body, path, subject }) => {
    const now = new Date();
    return readJobAnswer(ports, await rollBackJob(ports, path('jobId'), body, subject, now), now);
  },
);
