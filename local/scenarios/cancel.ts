import type { Scenario } from '../scenario.ts';
import { checkAgents, versionAfter } from './asking.ts';
import { follow, pass, upgradeAll } from './following.ts';

/** By then the scripts of those under way run, and their new versions are not healthy yet: that takes 3 s. */
const UNDER_WAY_MS = 1_200;

export const cancel: Scenario = {
  shows: 'A job is cancelled in the middle: it says truly what became of each agent.',
  agents: 9,
  async play(stage, check) {
    const { api, say } = stage;
    say('Three waves of three agents, to a version that takes 3 s to become healthy:');
    const started = await upgradeAll(stage, '1.5.1', { rollout: { waves: [{ size: 3 }, { size: 3 }, { size: 3 }] } });
    await follow(stage, started, ({ progress }) => progress.succeeded === 3 && progress.running === 3);
    await pass(stage, UNDER_WAY_MS);
    say('Cancelled while three have begun to switch. They are followed to their end:');
    const job = await follow(stage, await api.steer(started.id, 'cancel'));
    check(`The job is ${job.status} (${job.reason}).`, job.status === 'failed' && job.reason === 'CANCELLED');
    const upgraded = job.agents.filter(({ newVersion }) => newVersion === '1.5.1').length;
    const unsent = job.agents.filter(({ reason }) => reason === 'NOT_STARTED').length;
    check(
      `It says: ${upgraded} are upgraded, ${unsent} were sent nothing, ${job.agents.length - upgraded - unsent} were stopped before their switch.`,
      upgraded >= 3 && unsent === 3,
    );
    await checkAgents(stage, check, (agentUuid) => versionAfter(job, agentUuid));
    return job;
  },
};
