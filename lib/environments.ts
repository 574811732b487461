import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EXECUTION_TIMEOUT_SECONDS } from './documents/documents.ts';
import { parseSettings, type Settings, type SettingsInput } from './settings.ts';

/** A name under `.invalid` belongs to nobody (RFC 2606): no token can come from it, and API Gateway cannot deploy it. */
export const PLACEHOLDER_ISSUER = 'https://set-your-issuer.invalid';

/** What tells how such a file is written. */
const EXAMPLES = { 'agent types': 'like agent-types.json', networks: 'as docs/networks.md tells' } as const;

const EXAMPLE_AGENT_TYPES = join(import.meta.dirname, '../agent-types.json');

type Environment = Omit<SettingsInput, 'agentTypes'>;

const dev: Environment = {
  name: 'dev',
  issuer: PLACEHOLDER_ISSUER,
  audience: ['set-your-audience'],
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
  dryRunOnly: false,
  discoveryMinutes: 60,
  throttle: { rate: 20, burst: 40 },
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

const environments = new Map([dev, local].map((environment) => [environment.name, environment]));

/**
 * The settings of an environment, with some of them replaced. Agent types are the example's unless given.
 * @throws Error where the environment is unknown or a setting is wrong, with a sentence that says what to write.
 */
export function environmentSettings(name: string, overrides: Partial<SettingsInput> = {}): Settings {
  const agentTypes = overrides.agentTypes ?? readJson(EXAMPLE_AGENT_TYPES, 'agent types');
  return parseSettings({ ...environment(name), ...overrides, agentTypes });
}

const contextSchema = z.object({
  env: z.string().default('dev'),
  issuer: z.string().optional(),
  audience: z.string().optional(),
  agentTypes: z.string().default(EXAMPLE_AGENT_TYPES),
  artifactSources: z.string().optional(),
  networks: z.string().optional(),
  signedBuckets: z.string().optional(),
  corsOrigins: z.string().optional(),
  consoleClient: z.string().optional(),
  consoleScopes: z.string().default('openid,fleet/read,fleet/upgrade'),
  consoleTokenOrigin: z.string().optional(),
});

/**
 * The settings that `-c env=dev -c issuer=https://… -c audience=one,two -c agentTypes=my-types.json
 * -c artifactSources=https://…,https://… -c networks=my-networks.json -c signedBuckets=one,two -c corsOrigins=https://…
 * -c consoleClient=id -c consoleScopes=one,two -c consoleTokenOrigin=https://…` asks for. All may be left out; without issuer
 * and audience the stack synthesizes, but nobody can call what it deploys.
 * @throws Error as environmentSettings does.
 */
export function settingsFromContext(context: (key: string) => unknown): Settings {
  const keys = Object.keys(contextSchema.shape);
  const { env, issuer, audience, agentTypes, artifactSources, networks, signedBuckets, corsOrigins, ...rest } =
    contextSchema.parse(Object.fromEntries(keys.map((key) => [key, context(key)])));
  const { consoleClient: clientId, consoleScopes, consoleTokenOrigin: tokenOrigin } = rest;
  return parseSettings({
    ...environment(env),
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience: listed(audience) }),
    ...(artifactSources !== undefined && { artifactSources: listed(artifactSources) }),
    ...(networks !== undefined && { networks: readJson(networks, 'networks') }),
    ...(signedBuckets !== undefined && { signedBuckets: listed(signedBuckets) }),
    ...(corsOrigins !== undefined && { corsOrigins: listed(corsOrigins) }),
    ...(clientId !== undefined && {
      site: { clientId, scopes: listed(consoleScopes), ...(tokenOrigin !== undefined && { tokenOrigin }) },
    }),
    agentTypes: readJson(agentTypes, 'agent types'),
  });
}

const listed = (text: string): string[] => text.split(',').map((one) => one.trim());

function environment(name: string): Environment {
  const found = environments.get(name);
  if (found !== undefined) return found;
  const known = [...environments.keys()].join(' or ');
  throw new Error(`There is no environment "${name}". Write -c env= and ${known}, or add it to lib/environments.ts.`);
}

function readJson(file: string, what: 'agent types' | 'networks'): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The ${what} in ${file} cannot be read. Write a JSON file ${EXAMPLES[what]}.`, { cause });
  }
}
