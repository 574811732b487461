import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTION_TIMEOUT_SECONDS } from './documents/documents.ts';
import { parseSettings, type Settings, type SettingsInput, UnusableSettings } from './settings.ts';

/** What stands for a deployment: no account, no address, nobody's name. Those are in the settings file of whoever deploys. */
type Environment = Omit<SettingsInput, 'agentTypes'>;

/** The node's tag that a deployment needs before it may send there anything at all. */
const NODE_TAG = { key: 'FleetUpgrade', value: 'managed' };

const dev: Environment = {
  name: 'dev',
  scopeClaim: 'scope',
  logLevel: 'INFO',
  pace: {
    wakeSeconds: 120,
    bakeSeconds: 300,
    firstPollSeconds: 15,
    longestPollSeconds: 600,
    deliverySeconds: 300,
    preparationSeconds: 360,
    executionSeconds: Math.max(...Object.values(EXECUTION_TIMEOUT_SECONDS)),
    lookAgainSeconds: 900,
    leaveAloneSeconds: 300,
  },
  logRetentionDays: 30,
  keepData: false,
  deletionProtection: false,
  pointInTimeRecovery: true,
  dryRunOnly: false,
  discoveryMinutes: 60,
  nodeTag: NODE_TAG,
  throttle: { rate: 20, burst: 40 },
};

/** As prod, and can be thrown away. */
const staging: Environment = {
  ...dev,
  name: 'staging',
  pace: { ...dev.pace, bakeSeconds: 600 },
  logRetentionDays: 90,
  throttle: { rate: 50, burst: 100 },
};

const prod: Environment = {
  ...staging,
  name: 'prod',
  pace: { ...dev.pace, bakeSeconds: 900 },
  logRetentionDays: 365,
  keepData: true,
  deletionProtection: true,
  auditRetentionDays: 365,
};

/** `local` is dev at the pace of the embedded stack, which passes its own issuer, audience and agent types. */
const local: Environment = {
  ...dev,
  name: 'local',
  pace: {
    wakeSeconds: 5,
    bakeSeconds: 2,
    firstPollSeconds: 1,
    longestPollSeconds: 10,
    deliverySeconds: 60,
    preparationSeconds: 60,
    executionSeconds: 120,
    lookAgainSeconds: 2,
    leaveAloneSeconds: 1,
  },
};

const environments = new Map([dev, staging, prod, local].map((environment) => [environment.name, environment]));

/** What whoever deploys has to say: where to, and with prod who hears of what goes wrong. */
const needed: Readonly<Record<string, readonly (keyof Settings)[]>> = {
  staging: ['account', 'region'],
  prod: ['account', 'region', 'alarmTargets'],
};

const EXAMPLE_AGENT_TYPES = join(import.meta.dirname, '../agent-types.json');

/**
 * The settings of an environment, with some of them replaced. Agent types are the example's unless given.
 * @throws UnusableSettings where the environment is unknown or a setting is missing or wrong, with a sentence that says what to write.
 */
export function environmentSettings(name: string, given: Partial<SettingsInput> = {}): Settings {
  const known = environment(name);
  if (given.name !== undefined && given.name !== name && environments.has(given.name))
    throw new UnusableSettings(
      `"${name}" is to be called "${given.name}", which is another environment: its stack would be replaced. Leave the name out, or write one of your own.`,
    );
  const { agentTypes = JSON.parse(readFileSync(EXAMPLE_AGENT_TYPES, 'utf8')) } = given;
  return parseSettings({ ...known, ...given, agentTypes }, needed[name]);
}

/** The names that `-c env=` takes. */
export const environmentNames: readonly string[] = [...environments.keys()];

function environment(name: string): Environment {
  const found = environments.get(name);
  if (found !== undefined) return found;
  const known = environmentNames.join(', ');
  throw new UnusableSettings(
    `There is no environment "${name}". Write -c env= and one of ${known}, or add it to lib/environments.ts.`,
  );
}
