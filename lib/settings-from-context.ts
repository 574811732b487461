import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { environmentSettings } from './environments.ts';
import { type Settings, UnusableSettings } from './settings.ts';
import { settingsOfFile, withFiles } from './settings-file.ts';

/** Where whoever deploys keeps what is theirs; git ignores it. */
const OWN_SETTINGS = join(import.meta.dirname, '../environments.json');

const contextSchema = z.object({
  env: z.string().default('dev'),
  settings: z.string().optional(),
  issuer: z.string().optional(),
  audience: z.string().optional(),
  agentTypes: z.string().optional(),
  artifactSources: z.string().optional(),
  networks: z.string().optional(),
  signedBuckets: z.string().optional(),
  corsOrigins: z.string().optional(),
  consoleClient: z.string().optional(),
  consoleScopes: z.string().optional(),
  consoleTokenOrigin: z.string().optional(),
});

/**
 * The settings that `cdk deploy -c env=prod` asks for: those of the environment, over them those of environments.json (or of
 * `-c settings=file`), and over them what `-c issuer=https://… -c audience=one,two -c agentTypes=my-types.json
 * -c artifactSources=https://…,https://… -c networks=my-networks.json -c signedBuckets=one,two -c corsOrigins=https://…
 * -c consoleClient=id -c consoleScopes=one,two -c consoleTokenOrigin=https://…` say.
 * @throws UnusableSettings as environmentSettings does.
 */
export function settingsFromContext(context: (key: string) => unknown, ownSettings = OWN_SETTINGS): Settings {
  const keys = Object.keys(contextSchema.shape);
  const { env, settings, ...given } = contextSchema.parse(Object.fromEntries(keys.map((key) => [key, context(key)])));
  const file = settings ?? ownSettings;
  const ofFile = settings === undefined && !existsSync(file) ? {} : settingsOfFile(file, env);
  try {
    return environmentSettings(env, { ...ofFile, ...ofContext(given) });
  } catch (error) {
    if (!(error instanceof UnusableSettings)) throw error;
    throw new UnusableSettings(
      `${error.message}\nSettings of "${env}" are written in ${file}, like in environments.example.json.`,
    );
  }
}

const LISTS = ['audience', 'artifactSources', 'signedBuckets', 'corsOrigins'] as const;

function ofContext(context: Omit<z.output<typeof contextSchema>, 'env' | 'settings'>): Record<string, unknown> {
  const { consoleClient: clientId, consoleScopes, consoleTokenOrigin: tokenOrigin, ...given } = context;
  const scopes = consoleScopes === undefined ? undefined : listed(consoleScopes);
  const site = clientId === undefined ? undefined : withoutUndefined({ clientId, scopes, tokenOrigin });
  const lists = LISTS.map((name) => [name, given[name] === undefined ? undefined : listed(given[name])]);
  return withFiles(withoutUndefined({ ...given, ...Object.fromEntries(lists), site }), '');
}

const withoutUndefined = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const listed = (text: string): string[] => text.split(',').map((one) => one.trim());
