import * as z from 'zod';
import { installed } from '../launch/demo-kind.ts';
import { ApiRefusal } from '../launch/fleet-api.ts';
import type { UpgradeJob } from '../launch/upgrade-job.ts';
import type { Check, Scenario, Stage } from '../scenario.ts';
import { checkAgents } from './asking.ts';
import { follow, sendings, upgradeAll } from './following.ts';

const planSchema = z.looseObject({
  planHash: z.string(),
  estimate: z.looseObject({ seconds: z.number(), costUsd: z.number() }),
  waves: z.array(z.looseObject({ agents: z.number(), bakeSeconds: z.number() })),
});

const differencesSchema = z.looseObject({
  differences: z.array(z.looseObject({ simulated: z.string(), now: z.string() })),
});

const asked = { rollout: { canary: 1, bakeSeconds: 1 } };

export const simulate: Scenario = {
  shows: 'A job is simulated first: its plan then runs as it was shown, and no longer once the fleet is another one.',
  agents: 6,
  async play(stage, check) {
    const planHash = await simulateOnce(stage, check);
    stage.say('\nThe node is connected again, and the real job cites the plan:');
    const job = await follow(stage, await upgradeAll(stage, '1.5.0', { ...asked, planHash }));
    check(`It ran as planned (${job.reason}).`, job.status === 'success');
    await checkAgents(stage, check, () => '1.5.0');
    await citeOnceMore(stage, check, planHash);
    return job;
  },
};

/** Shows a plan, while one node is seen to be offline; answers the plan's hash. */
async function simulateOnce(stage: Stage, check: Check): Promise<string> {
  const { ssm, fleet, say } = stage;
  const lost = fleet.at(-1);
  if (lost === undefined) throw new Error('There is nobody to simulate with.');
  ssm.setPingStatus(lost.nodeId, 'ConnectionLost');
  say(`Simulated, while the node of ${lost.agentUuid} has no connection:`);
  const job = await follow(stage, await upgradeAll(stage, '1.5.0', { ...asked, simulated: true }));
  ssm.setPingStatus(lost.nodeId, 'Online');
  const { planHash, estimate, waves } = planSchema.parse(job);
  for (const line of agentLines(job)) say(line);
  const plan = waves.map(
    ({ agents, bakeSeconds }) =>
      `${agents} ${agents === 1 ? 'agent' : 'agents'}${bakeSeconds === 0 ? '' : `, ${bakeSeconds} s of watching`}`,
  );
  say(
    `    plan ${planHash.slice(0, 12)}…: ${plan.join('; then ')}. About ${estimate.seconds} s and ${estimate.costUsd} USD on AWS.`,
  );
  const offline = job.agents.filter(({ reason }) => reason === 'AGENT_OFFLINE').map(({ agentUuid }) => agentUuid);
  check(`It found who cannot be reached: ${offline.join(', ')}.`, offline.join() === lost.agentUuid);
  check(`${sendings(stage)} commands were sent.`, sendings(stage) === 0);
  await checkAgents(stage, check, () => installed.version);
  return planHash;
}

/** What became of the agents, a line for each outcome. */
function agentLines({ agents }: UpgradeJob): string[] {
  const outcomes = agents.map(({ reason, error, ...agent }) => `${reason}: ${agent['detail'] ?? error}`);
  return [...new Set(outcomes)].map(
    (outcome) => `    ${outcomes.filter((one) => one === outcome).length} x ${outcome}`,
  );
}

/** The fleet is at 1.5.0 by now: what was simulated is no longer what would be done. */
async function citeOnceMore(stage: Stage, check: Check, planHash: string): Promise<void> {
  stage.say('\nThe same once more, with the fleet as it is now:');
  const sent = sendings(stage);
  const refusal = await upgradeAll(stage, '1.5.0', { ...asked, planHash }).then(() => undefined, refusalOf);
  const problem = refusal?.problem();
  const { differences } = differencesSchema.catch({ differences: [] }).parse(problem);
  check(
    `The API refused it: ${refusal?.status} ${problem?.code}, with ${differences.length} differences.`,
    problem?.code === 'PLAN_CHANGED' && differences.length > 0 && sendings(stage) === sent,
  );
  const [first] = differences;
  if (first !== undefined) stage.say(`    The first: simulated ${first.simulated}; now ${first.now}.`);
}

function refusalOf(error: unknown): ApiRefusal {
  if (error instanceof ApiRefusal) return error;
  throw error;
}
