import { installed } from '../launch/demo-kind.ts';
import type { UpgradeJob } from '../launch/upgrade-job.ts';
import type { Check, Scenario, Stage } from '../scenario.ts';
import { checkAgents } from './asking.ts';
import { follow, upgradeAll } from './following.ts';

export const canary: Scenario = {
  shows: 'Two bad versions: each reaches one agent and no more, and that one is taken back.',
  agents: 6,
  async play(stage, check) {
    await neverHealthy(stage, check);
    return fallsIll(stage, check);
  },
};

/** The node notices by itself. */
async function neverHealthy(stage: Stage, check: Check): Promise<void> {
  stage.say('1.6.0 never becomes healthy. The request says nothing about waves, so one agent goes first:');
  const job = await follow(stage, await upgradeAll(stage, '1.6.0'));
  const [first, ...others] = job.agents;
  check(
    `${first?.agentUuid} was not healthy in time, and its node switched back (${first?.reason}).`,
    first?.reason === 'HEALTH_CHECK_FAILED' && first.newVersion === installed.version,
  );
  checkStopped(job, others, check);
  await checkAgents(stage, check, () => installed.version);
}

/** Only the watch over the canary notices, and the job takes it back. */
async function fallsIll(stage: Stage, check: Check): Promise<UpgradeJob> {
  stage.say(
    '\n1.7.0 is healthy at first and falls ill after 5 s. The first agent is watched for 6 s, and a failed job is to be rolled back:',
  );
  const rollout = { canary: 1, bakeSeconds: 6, onFailure: 'rollback' };
  const job = await follow(stage, await upgradeAll(stage, '1.7.0', { rollout }));
  const [first, ...others] = job.agents;
  check(
    `${first?.agentUuid} was upgraded, and its node said at the end of the watch that it is ill (${first?.reason}).`,
    first?.reason === 'UNHEALTHY_AFTER_BAKE' && first.newVersion === '1.7.0',
  );
  checkStopped(job, others, check);
  const id = job.rollback?.jobId ?? null;
  check('It made another job, which takes it back:', id !== null);
  const last = id === null ? job : await follow(stage, await stage.api.job(id));
  await checkAgents(stage, check, () => installed.version);
  return last;
}

function checkStopped({ reason }: UpgradeJob, others: UpgradeJob['agents'], check: Check): void {
  const untouched = others.filter((agent) => agent.reason === 'NOT_STARTED');
  check(
    `The job stopped there (${reason}): ${untouched.length} of the ${others.length} others were sent nothing.`,
    reason === 'FAILURE_THRESHOLD' && untouched.length === others.length,
  );
}
