import { readJobAnswer } from './answers.ts';
import { retryRequestSchema } from './domain/retry.ts';
import { retryJob } from './domain/use-cases/retry-job.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { newSubmission, submittingPorts } from './submitting.ts';
import { answerAfterWaiting } from './waiting.ts';

const { tokenRules, sources, ...ports } = submittingPorts();

/** POST /api/v1/upgrade-jobs/{jobId}/retry */
export const handler = apiFunction(
  { route: routes['retry-job'], tokenRules, body: retryRequestSchema, bodyMayBeEmpty: true },
  async (request) => {
    const now = new Date();
    const parentId = request.path('jobId');
    const submission = newSubmission([parentId, request.body], request, now);
    const allowed = { isAdmin: request.hasScope('fleet/admin'), sources, requireChecksum: ports.requireChecksum };
    const job = await retryJob(ports, parentId, request.body, allowed, submission, now);
    return answerAfterWaiting(request, ports.jobs, job, (then) => readJobAnswer(ports, then, new Date()));
  },
);
