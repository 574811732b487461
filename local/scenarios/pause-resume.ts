import type { Scenario } from '../scenario.ts';
import { checkAgents, versionAfter } from './asking.ts';
import { allAtOnce, follow, pass, sendings, upgradeAll } from './following.ts';

/** How long it is watched that nothing happens; an agent's upgrade takes about a second. */
const STILLNESS_MS = 4_000;

export const pauseResume: Scenario = {
  shows: 'A job is paused in the middle: it sends nothing more until it is resumed.',
  agents: 8,
  async play(stage, check) {
    const { api, say } = stage;
    say('Two agents at a time:');
    const started = await upgradeAll(stage, '1.5.0', { rollout: { ...allAtOnce, concurrency: 2 } });
    await follow(stage, started, ({ progress }) => progress.succeeded >= 2);
    say('Paused. What is under way ends first:');
    const answer = await api.steer(started.id, 'pause');
    const paused = await follow(stage, answer, ({ phase, progress }) => phase === 'paused' && progress.running === 0);
    const { succeeded, pending } = paused.progress;
    check(
      `The job is ${paused.phase}: ${succeeded} agents are upgraded, ${pending} wait.`,
      paused.phase === 'paused' && pending > 0,
    );

    const sent = sendings(stage);
    await pass(stage, STILLNESS_MS);
    const still = await api.job(started.id);
    const more = sendings(stage) - sent;
    check(
      `${STILLNESS_MS / 1000} s later ${more} more commands were sent, and still ${still.progress.succeeded} agents are upgraded.`,
      more === 0 && still.progress.succeeded === succeeded && still.phase === 'paused',
    );
    await checkAgents(stage, check, (agentUuid) => versionAfter(still, agentUuid));

    say('Resumed:');
    const job = await follow(stage, await api.steer(started.id, 'resume'));
    check(
      `The job ended well (${job.reason}), and each agent was sent one command.`,
      job.status === 'success' && sendings(stage) === job.agents.length,
    );
    await checkAgents(stage, check, () => '1.5.0');
    return job;
  },
};
