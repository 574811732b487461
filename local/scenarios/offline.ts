import { installed } from '../launch/demo-kind.ts';
import type { Scenario } from '../scenario.ts';
import { checkAgents } from './asking.ts';
import { follow, upgradeAll } from './following.ts';

export const offline: Scenario = {
  shows: 'One node is offline: the others go on without it, and it is upgraded once it is back.',
  agents: 6,
  async play(stage, check) {
    const { api, say, ssm, fleet } = stage;
    const [lost] = fleet;
    if (lost === undefined) throw new Error('There is nobody to be offline.');
    ssm.setPingStatus(lost.nodeId, 'ConnectionLost');
    say(`The node of ${lost.agentUuid} has no connection, and the job is to wait for such nodes:`);
    const started = await upgradeAll(stage, '1.5.0', {
      offline: 'wait',
      rollout: { waves: [{ size: 3 }, { size: 3 }] },
    });
    const waiting = await follow(stage, started, ({ reason }) => reason === 'WAITING_FOR_NODES');
    const { succeeded, total } = waiting.progress;
    const reason = waiting.agents.find(({ agentUuid }) => agentUuid === lost.agentUuid)?.reason;
    check(
      `The others are upgraded, ${succeeded} of ${total}; of ${lost.agentUuid} the job says ${reason}.`,
      succeeded === total - 1 && reason === 'WAITING_FOR_NODE',
    );
    await checkAgents(stage, check, (agentUuid) => (agentUuid === lost.agentUuid ? installed.version : '1.5.0'));

    ssm.setPingStatus(lost.nodeId, 'Online');
    say('The node is back. The job looks for it from time to time: every 2 s here, every 15 minutes elsewhere.');
    const job = await follow(stage, await api.job(started.id));
    check(`The job ended well (${job.reason}).`, job.status === 'success');
    await checkAgents(stage, check, () => '1.5.0');
    return job;
  },
};
