import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { readJobAnswer } from './answers.ts';
import { rollbackRequestSchema } from './domain/rollback.ts';
import { rollBackJob } from './domain/use-cases/roll-back-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { steeringPorts } from './steering.ts';
import { answerAfterWaiting } from './waiting.ts';

const env = environment(['STATE_MACHINE_ARN', 'DRY_RUN_ONLY']);
const { tokenRules, stepFunctions, ...shared } = steeringPorts();
const ports = {
  ...shared,
  workflow: new SfnWorkflow(stepFunctions, env.STATE_MACHINE_ARN),
  dryRunOnly: env.DRY_RUN_ONLY,
};

/** POST /api/v1/upgrade-jobs/{jobId}/rollback */
export const handler = apiFunction(
  { route: routes['rollback-job'], tokenRules, body: rollbackRequestSchema, bodyMayBeEmpty: true },
  async (request) => {
    const job = await rollBackJob(ports, request.path('jobId'), request.body, request, new Date());
    return answerAfterWaiting(request, ports.jobs, job, (then) => readJobAnswer(ports, then, new Date()));
  },
);
