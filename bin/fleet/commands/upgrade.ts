import type { Command } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { agentsOnNodes } from '../agents-on-nodes.ts';
import { answered } from '../connection/answer.ts';
import type { Session } from '../connection/session.ts';
import { range } from '../options/range.ts';
import { type RolloutOptions, withRolloutOptions } from '../options/rollout.ts';
import { type TargetOptions, type Targets, targetsOf } from '../options/targets.ts';
import { type OfflinePolicy, offline, type RequestOptions, upgradeRequest } from '../options/upgrade.ts';
import { list, tag } from '../options/values.ts';
import { type CommandLine, examples } from './command-line.ts';
import { confirm } from './confirmation.ts';
import { showJob } from './job-result.ts';

interface UpgradeOptions extends TargetOptions, RolloutOptions, RequestOptions {
  readonly offline?: OfflinePolicy;
  readonly idempotencyKey?: string;
  readonly wait?: true;
  readonly yes?: true;
}

/** `fleet upgrade`: one request, and with --wait its end. */
export function addUpgrade({ program, inSession }: CommandLine): void {
  const command = program
    .command('upgrade')
    .summary('upgrade agents to a version')
    .description('Upgrades the named or chosen agents to a version, wave by wave.')
    .option('--agents <uuids>', 'the agents: a,b', list)
    .option('--nodes <ids>', 'the agents of --type on these nodes: i-…,mi-…', list)
    .option('--type <type>', 'the agent type; alone, all agents of it')
    .option('--selector <tag=value>', 'agents with this tag; several times for several tags', tag)
    .option('--from <versions>', "of those, agents at versions such as '<1.5.0' or '>=1.4.0 <1.5.0'", range)
    .requiredOption('--to <version>', 'the version to go to');
  withRequestOptions(withRolloutOptions(command))
    .option('--wait', 'wait for the end, and end with 0 only where all agents succeeded')
    .option('--yes', 'ask nothing')
    .addHelpText(
      'after',
      examples(
        'upgrade --agents item1,item2 --to 1.5.0 --wait',
        'upgrade --nodes i-0123456789abcdef0 --type metrics-agent --to 1.5.0',
        "upgrade --selector site=berlin --from '<1.5.0' --to 1.5.0 --canary 10% --bake 10m",
        'upgrade --type metrics-agent --to 1.5.0 --simulate --wait --output json',
      ),
    )
    .action(async (options: UpgradeOptions) => {
      const targets = targetsOf(options);
      await inSession(command, (session) => upgrade(session, options, targets));
    });
}

function withRequestOptions(command: Command): Command {
  return command
    .option('--simulate', 'plan it and look at the agents, but send nothing')
    .option('--plan-hash <hash>', 'run only the plan that a simulated job showed')
    .option('--reinstall', 'act also where the version runs already')
    .option('--allow-downgrade', 'agents may go back to an older version')
    .option('--offline <what>', 'agents whose node is offline: fail, wait, or hours to wait such as 12h', offline)
    .option('--note <text>', 'your own words, shown with the job')
    .option('--change-ticket <ticket>', 'the change that it belongs to, such as CHG0031337')
    .option('--idempotency-key <key>', 'a repeat with the same key answers the first job');
}

async function upgrade(session: Session, options: UpgradeOptions, targets: Targets): Promise<number | undefined> {
  const { client, world } = session;
  const { idempotencyKey = world.newKey(), wait = false } = options;
  const body = upgradeRequest(options, await namedOrChosen(session, targets));
  if (options.simulate !== true) await confirm(world, questionOf(targets, options.to), options.yes);
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  const job: Schemas['Job'] = answered(await client.POST('/api/v1/agents/batch-upgrade', { params, body }));
  return showJob(session, job, wait);
}

async function namedOrChosen(session: Session, targets: Targets) {
  switch (targets.by) {
    case 'agents':
      return { agentUuids: [...targets.agentUuids] };
    case 'nodes':
      return { agentUuids: await agentsOnNodes(session, targets.nodeIds, targets.agentType) };
    case 'selector':
      return { selector: targets.selector };
  }
}

function questionOf(targets: Targets, version: string): string {
  switch (targets.by) {
    case 'agents':
      return `Upgrade ${targets.agentUuids.length} agents to ${version}?`;
    case 'nodes':
      return `Upgrade ${targets.agentType} on ${targets.nodeIds.length} nodes to ${version}?`;
    case 'selector':
      return `Upgrade all agents with ${JSON.stringify(targets.selector)} to ${version}?`;
  }
}
