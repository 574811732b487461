import { refuseArtifact } from './domain/own-artifact.ts';
import { agentResults } from './domain/results.ts';
import { agentUpgradeRequestSchema, jobSpecOf } from './domain/upgrade-request.ts';
import { upgradeAgent } from './domain/use-cases/upgrade-agent.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { newSubmission } from './submitting.ts';
import { upgradingPorts } from './upgrading.ts';
import { answerAfterWaiting } from './waiting.ts';

const { tokenRules, sources, allowDowngrade, ports } = upgradingPorts();

/** POST /api/v1/agents/{agentUuid}/upgrade */
export const handler = apiFunction(
  { route: routes['submit-agent-upgrade'], tokenRules, body: agentUpgradeRequestSchema },
  async (request) => {
    const { body, hasScope, path, fence } = request;
    const { requireChecksum } = ports;
    refuseArtifact(body.artifact, body.targetVersion, { isAdmin: hasScope('fleet/admin'), sources, requireChecksum });
    const now = new Date();
    const targets = [path('agentUuid')];
    const spec = jobSpecOf({ ...body, agentUuids: targets }, allowDowngrade, fence);
    const submission = { ...newSubmission([...targets, body], request, now), spec, targets };
    const job = await upgradeAgent(ports, submission, fence, now);
    return answerAfterWaiting(request, ports.jobs, job, async (then) => {
      const batches = await ports.batches.list(then.id, 0, then.plan.batches);
      const [result] = agentResults(then, await ports.jobs.targetChunks(then), batches);
      return { ...result, jobId: then.id };
    });
  },
);
