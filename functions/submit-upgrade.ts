import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { jobAnswer } from './answers.ts';
import { upgradeRequestSchema } from './domain/job.ts';
import { submitUpgrade } from './domain/use-cases/submit-upgrade.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM', 'STATE_MACHINE_ARN']);
const ports = {
  jobs: new DynamoJobs(new DynamoTable(env.TABLE_NAME)),
  workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
};

/** POST /api/v1/agents/batch-upgrade */
export const handler = apiFunction(
  { route: routes['submit-upgrade'], scopeClaim: env.SCOPE_CLAIM, body: upgradeRequestSchema },
  async ({ body, subject }) => {
    const now = new Date();
    const submission = { id: `upgrade-job-${ulid(now.getTime())}`, request: body, requestedBy: subject };
    const job = await submitUpgrade(ports, submission, now);
    return jobAnswer(job, [{ targets: body.agentUuids, decisions: null }], []);
  },
);
