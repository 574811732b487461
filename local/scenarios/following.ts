import { followJob } from '../launch/follow-job.ts';
import type { UpgradeJob } from '../launch/upgrade-job.ts';
import type { Stage } from '../scenario.ts';

/** Every agent in one wave, and no failure stops the others. */
export const allAtOnce = { waves: [{ size: '100%' }], failureThreshold: '100%' };

/** Posts an upgrade of all the stage's agents. */
export const upgradeAll = ({ api, fleet }: Stage, targetVersion: string, more: object = {}): Promise<UpgradeJob> =>
  api.upgrade({ agentUuids: fleet.map(({ agentUuid }) => agentUuid), targetVersion, ...more });

/** Follows a job to its end, or until `enough` holds of it, with a short line for each change. */
export const follow = (stage: Stage, job: UpgradeJob, enough?: (job: UpgradeJob) => boolean): Promise<UpgradeJob> =>
  followJob({ ...stage, line: progressLine }, job, enough);

function progressLine({ phase, reason, progress: { succeeded, failed, total } }: UpgradeJob): string {
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  return `    ${phase.padEnd(10)} ${succeeded} of ${total} succeeded${failures}${phase === 'done' ? ` (${reason})` : ''}`;
}

/** Waits so many milliseconds. */
export const pass = ({ clock }: Stage, ms: number): Promise<void> =>
  new Promise((resolve) => clock.schedule(ms, resolve));

/** How often one of the stage's nodes was sent a command that may change it. */
export const sendings = ({ ssm, fleet }: Stage): number =>
  ssm
    .visibleCommands()
    .filter(({ parameters }) => parameters['Action'] !== undefined)
    .flatMap(({ invocations }) => invocations)
    .filter(({ instanceId }) => fleet.some(({ nodeId }) => nodeId === instanceId)).length;
