import type { UpgradeJob } from '../launch/upgrade-job.ts';
import type { Scenario } from '../scenario.ts';
import { checkAgents } from './asking.ts';
import { allAtOnce, follow, sendings, upgradeAll } from './following.ts';

export const conflict: Scenario = {
  shows: 'Two jobs over the same agents at once: one of them gets each agent, and nothing is done twice.',
  agents: 8,
  async play(stage, check) {
    const { say, fleet } = stage;
    say('One job takes the agents from the first to the last, the other from the last to the first:');
    const rollout = { ...allAtOnce, concurrency: '100%' };
    const backwards = { ...stage, fleet: fleet.toReversed() };
    const [one, other] = await Promise.all([
      upgradeAll(stage, '1.5.0', { rollout }),
      upgradeAll(backwards, '1.5.0', { rollout }),
    ]);
    const first = await follow(stage, one);
    const second = await follow(stage, other);
    const ids = fleet.map(({ agentUuid }) => agentUuid);
    const once = ids.filter((id) => isUpgraded(first, id) !== isUpgraded(second, id)).length;
    check(
      `Each of ${once} agents was upgraded by one of the jobs: ${shareOf(first)} and ${shareOf(second)}.`,
      once === ids.length,
    );
    const busy = ids.filter((id) => namesHolder(first, second, id) || namesHolder(second, first, id)).length;
    const late = ids.filter(
      (id) => reasonOf(first, id) === 'ALREADY_CURRENT' || reasonOf(second, id) === 'ALREADY_CURRENT',
    ).length;
    check(
      `To the other job ${busy} were AGENT_BUSY, with the id of the job that held them, and ${late} were there already when it came.`,
      busy > 0 && busy + late === ids.length,
    );
    const sent = sendings(stage);
    check(`${sent} commands were sent for ${ids.length} agents.`, sent === ids.length + late);
    await checkAgents(stage, check, () => '1.5.0');
    return second;
  },
};

const resultOf = ({ agents }: UpgradeJob, agentUuid: string) => agents.find((agent) => agent.agentUuid === agentUuid);

const reasonOf = (job: UpgradeJob, agentUuid: string) => resultOf(job, agentUuid)?.reason;

const isUpgraded = (job: UpgradeJob, agentUuid: string): boolean => reasonOf(job, agentUuid) === 'UPGRADED';

/** The job's own share of the agents. */
const shareOf = ({ agents }: UpgradeJob): number => agents.filter(({ reason }) => reason === 'UPGRADED').length;

/** Does the job say that the agent was busy, and with which job? */
function namesHolder(job: UpgradeJob, holder: UpgradeJob, agentUuid: string): boolean {
  const result = resultOf(job, agentUuid);
  return result?.reason === 'AGENT_BUSY' && (result.error?.includes(holder.id) ?? false);
}
