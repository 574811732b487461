import { compareVersions } from 'compare-versions';
import { type Installable, Printed, type ScriptEnd } from './installable.ts';

const NAME = 'amazon-ssm-agent';
const DOWNLOADS = 'https://s3.local.amazonaws.com/amazon-ssm-local';

export interface UpdateParameters {
  /** Empty: the latest. */
  readonly version: string;
  readonly allowDowngrade: boolean;
}

/**
 * What `aws:updateSsmAgent` does, and prints as SSM Agent 3.3 does: aws/amazon-ssm-agent, agent/plugins/updatessmagent/updateagent.go, then
 * agent/update/processor/processor.go and progress.go. Facts alone: of its many ways to fail those that a fleet meets.
 */
export async function updateSsmAgent(agent: Installable, parameters: UpdateParameters): Promise<ScriptEnd> {
  const latest = agent.versions.at(-1) ?? '';
  const target = parameters.version || latest;
  const source = agent.installed ?? '';
  const printed = new Printed().say(
    'Successfully downloaded manifest',
    `Successfully downloaded updater version ${latest}`,
  );
  const fail = (...why: readonly string[]) => printed.say(...why, `Failed to update ${NAME} to ${target}`);
  const refuse = (why: string) => fail(why).say('No rollback needed').end(1);

  if (!/^\d+(\.\d+){3}$/.test(target)) return refuse(`Invalid target version: ${target}`);
  printed.say(`Updating ${NAME} from ${source} to ${target}`);
  const order = compareVersions(source, target);
  if (order === 0) return printed.say(`${NAME} ${source} has already been installed`, 'update skipped').end(0);
  if (order > 0 && !parameters.allowDowngrade)
    return refuse(`Updating ${source} to an older version ${target}, please enable allow downgrade to proceed`);
  if (!agent.versions.includes(target))
    return refuse(`${NAME} target version ${target} is unsupported on current platform`);

  for (const version of [source, target])
    printed.say(`Successfully downloaded ${DOWNLOADS}/${NAME}/${version}/${NAME}-linux-amd64.tar.gz`);
  printed.say(`Initiating ${NAME} update to ${target}`);
  const end = await agent.run('install', target);
  if (end.exitCode === 0) {
    agent.installed = target;
    return printed.say(`${NAME} updated successfully to ${target}`).end(0);
  }
  const why = `failed to install ${NAME} ${target}, ErrorMessage=${end.stderr.trim()}`;
  printed.say(why, `Initiating rollback ${NAME} to ${source}`).complain(why);
  await agent.run('install', source);
  return fail(`rolledback ${NAME} to ${source}`).end(1);
}
