import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { readingSsmClient, SsmCommands, sendingSsmClient } from './adapters/ssm-commands.ts';
import { readJobAnswer } from './answers.ts';
import { Cursors } from './cursors.ts';
import type { SteeringAction } from './domain/steer.ts';
import { steerJob } from './domain/use-cases/steer-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import type { ProtectedRoute } from './routes.ts';

/** What steering a job takes, and taking it back as well. */
export function steeringPorts() {
  const env = environment(['TABLE_NAME', 'TOKEN_RULES', 'AGENT_TYPES', 'DOCUMENTS']);
  const table = new DynamoTable(env.TABLE_NAME);
  const stepFunctions = new SFNClient();
  return {
    tokenRules: env.TOKEN_RULES,
    stepFunctions,
    jobs: new DynamoJobs(table),
    batches: new DynamoBatches(table),
    cursors: new Cursors(env.TABLE_NAME),
    commands: new SsmCommands(env.DOCUMENTS, readingSsmClient(), sendingSsmClient()),
    waker: new SfnWaker(stepFunctions),
    agentTypes: env.AGENT_TYPES,
  };
}

/** The function behind one of the routes that steer a job. */
export function steeringFunction(route: ProtectedRoute, action: SteeringAction) {
  const { tokenRules, ...ports } = steeringPorts();
  return apiFunction({ route, tokenRules }, async (request) => {
    const now = new Date();
    return readJobAnswer(ports, await steerJob(ports, request.path('jobId'), action, request, now), now);
  });
}
