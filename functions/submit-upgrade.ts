import { jobAnswer, readJobAnswer } from './answers.ts';
import { refuseArtifact } from './domain/own-artifact.ts';
import { jobSpecOf, upgradeRequestSchema } from './domain/upgrade-request.ts';
import { submitRequest } from './domain/use-cases/submit-request.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { newSubmission } from './submitting.ts';
import { upgradingPorts } from './upgrading.ts';
import { answerAfterWaiting } from './waiting.ts';

const { tokenRules, sources, allowDowngrade, ports } = upgradingPorts();

/** POST /api/v1/agents/batch-upgrade */
export const handler = apiFunction(
  { route: routes['submit-upgrade'], tokenRules, body: upgradeRequestSchema },
  async (request) => {
    const { body, fence, hasScope } = request;
    const { requireChecksum } = ports;
    refuseArtifact(body.artifact, body.targetVersion, { isAdmin: hasScope('fleet/admin'), sources, requireChecksum });
    const now = new Date();
    const targets = body.agentUuids ?? [];
    const submission = { ...newSubmission(body, request, now), spec: jobSpecOf(body, allowDowngrade, fence), targets };
    const job = await submitRequest(ports, submission, now);
    return answerAfterWaiting(request, ports.jobs, job, async (then) => {
      // Only a repeat, or a wait, may find more than was just written.
      if (then !== job || job.id !== submission.id) return readJobAnswer(ports, then, new Date());
      return jobAnswer(job, [{ targets, versions: null, next: null, decisions: null }], [], ports, now);
    });
  },
);
