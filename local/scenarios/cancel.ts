import type { Scenario } from '../scenario.ts';
import { checkAgents, versionAfter } from './asking.ts';
import { allAtOnce, follow, upgradeAll } from './following.ts';

export const cancel: Scenario = {
  shows: 'A job is cancelled in the middle: it says truly what became of each agent.',
  agents: 9,
  async play(stage, check) {
    const { api, say } = stage;
    say('Three agents at a time:');
    const started = await upgradeAll(stage, '1.5.0', { rollout: { ...allAtOnce, concurrency: 3 } });
    await follow(stage, started, ({ progress }) => progress.succeeded > 0);
    say('Cancelled. What is under way is followed to its end:');
    const job = await follow(stage, await api.steer(started.id, 'cancel'));
    const count = (is: (agent: (typeof job.agents)[number]) => boolean) => job.agents.filter(is).length;
    const upgraded = count(({ newVersion }) => newVersion === '1.5.0');
    const unsent = count(({ reason }) => reason === 'NOT_STARTED');
    check(`The job is ${job.status} (${job.reason}).`, job.status === 'failed' && job.reason === 'CANCELLED');
    check(
      `It says: ${upgraded} upgraded, ${unsent} sent nothing, ${job.agents.length - upgraded - unsent} stopped on the way.`,
      upgraded > 0 && unsent > 0,
    );
    await checkAgents(stage, check, (agentUuid) => versionAfter(job, agentUuid));
    return job;
  },
};
