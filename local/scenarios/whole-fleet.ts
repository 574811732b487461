import { byKind } from '../launch/demo-kinds.ts';
import { followJob } from '../launch/follow-job.ts';
import type { UpgradeJob } from '../launch/upgrade-job.ts';
import type { Played, Stage } from '../scenario.ts';
import { answers, askAll } from './asking.ts';
import { upgradeAll } from './following.ts';

/** The demo without a scenario: one request for the whole fleet. It holds where every agent itself says that it runs the target, healthy. */
export async function wholeFleet(stage: Stage, targetVersion: string): Promise<Played> {
  const started = await upgradeAll(stage, targetVersion);
  stage.say(`Job ${started.id} upgrades ${started.progress.total} agents to ${targetVersion}.`);
  const job = await followJob({ ...stage, line: progressLine }, started);
  for (const line of ['', ...job.agents.map(agentLine), '', `Job ${job.id}: ${job.status} (${job.reason}).`])
    stage.say(line);
  const asked = await askAll(stage.fleet);
  stage.say('What the agents themselves say that they run:');
  for (const [{ agentType }, ofKind] of byKind(asked)) stage.say(`  ${agentType.name.padEnd(15)} ${answers(ofKind)}`);
  const healthy = asked.filter(({ health }) => health?.healthy);
  const right = healthy.filter(({ health }) => health?.version === targetVersion);
  stage.say(
    `Asked themselves, ${right.length} of ${asked.length} agents run ${targetVersion}, and ${healthy.length} are healthy.`,
  );
  return { job, holds: job.status === 'success' && right.length === asked.length };
}

function progressLine({ status, phase, progress: { percent, succeeded, failed, running } }: UpgradeJob): string {
  return `  ${status.padEnd(8)} ${phase.padEnd(17)} ${String(percent).padStart(3)} %   ${succeeded} succeeded, ${failed} failed, ${running} running`;
}

function agentLine({ agentUuid, oldVersion, newVersion, status, reason, error }: UpgradeJob['agents'][number]): string {
  const why = error === null ? '' : `: ${error}`;
  return `  ${agentUuid.padEnd(12)} ${oldVersion ?? '-'} -> ${newVersion ?? '-'}  ${status}  ${reason}${why}`;
}
