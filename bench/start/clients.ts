import { statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { LambdaFunction } from '../../local/template.ts';

export interface Bundle {
  readonly name: string;
  readonly bundle: string;
  readonly size: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined for a function that asks nothing of AWS. */
  readonly baseline: Baseline | undefined;
}

interface Baseline {
  readonly file: string;
  readonly size: number;
  readonly clients: readonly string[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = /@aws-sdk\/((?:client|lib)-[\w-]+)\/dist-es\/commands\/(\w+)\.js$/;

/** What NodejsFunction does with a handler, minified and with its names kept as ours are. */
const ORDINARY = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
} as const;

type Deployed = Pick<LambdaFunction, 'name' | 'assetFolder' | 'environment'>;

/** The deployed bundle of each function, and beside it one that makes the same clients for the same commands and nothing else. */
export async function bundledClients(functions: readonly Deployed[], folder: string): Promise<Bundle[]> {
  const entryPoints = functions.map(({ name }) => join(ROOT, 'functions', `${sourceName(name)}.ts`));
  const { metafile } = await build({ ...options(folder), entryPoints, write: false, metafile: true });
  const needed = functions.map(({ name }) => commandsOf(metafile, sourceName(name)));
  const baselines = await baselinesOf(new Set(needed.filter(({ size }) => size > 0).map(sourceOf)), folder);
  return functions.map(({ name, assetFolder, environment }, at) => {
    const bundle = join(assetFolder, 'index.mjs');
    const commands = needed[at] ?? new Map();
    const file = baselines.get(sourceOf(commands));
    const clients = [...commands.keys()].map((client) => client.replace('client-', ''));
    const baseline = file === undefined ? undefined : { file, size: sizeOf(file), clients };
    return { name: sourceName(name), bundle, size: sizeOf(bundle), environment, baseline };
  });
}

const options = (outdir: string) => ({ ...ORDINARY, mainFields: [...ORDINARY.mainFields], outdir });

const sizeOf = (file: string): number => statSync(file).size;

/** `fleet-upgrade-<environment>-<function>` */
const sourceName = (functionName: string): string => functionName.split('-').slice(3).join('-');

function commandsOf({ outputs }: Metafile, name: string): ReadonlyMap<string, readonly string[]> {
  const [, output] = Object.entries(outputs).find(([path]) => basename(path) === `${name}.js`) ?? [];
  const commands = new Map<string, string[]>();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const [, client = '', command = ''] = COMMAND.exec(path) ?? [];
    if (command.endsWith('Command') && bytesInOutput > 0)
      commands.set(client, [...(commands.get(client) ?? []), command]);
  }
  // The document client's commands bring those of the client below it along.
  if (commands.has('lib-dynamodb')) commands.delete('client-dynamodb');
  return commands;
}

/** The bundle of each of these sources: functions that need the same share one. */
async function baselinesOf(sources: ReadonlySet<string>, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = [...sources].map((source, at) => ({ source, name: `clients-${at}` }));
  for (const { source, name } of files) writeFileSync(join(folder, `${name}.js`), source);
  const entryPoints = files.map(({ name }) => join(folder, `${name}.js`));
  const outdir = join(folder, 'clients');
  const nodePaths = [join(ROOT, 'node_modules')];
  await build({ ...options(outdir), entryPoints, nodePaths, outExtension: { '.js': '.mjs' } });
  return new Map(files.map(({ source, name }) => [source, join(outdir, `${name}.mjs`)]));
}

const DOCUMENT = 'DynamoDBDocumentClient';
const CLASSES: Readonly<Record<string, string>> = {
  'client-cloudwatch': 'CloudWatchClient',
  'client-dynamodb': 'DynamoDBClient',
  'client-ec2': 'EC2Client',
  'client-eventbridge': 'EventBridgeClient',
  'client-s3': 'S3Client',
  'client-sfn': 'SFNClient',
  'client-ssm': 'SSMClient',
  'lib-dynamodb': DOCUMENT,
};

/** Names get the number of their client, since two may have a command of the same name. */
function sourceOf(commands: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...commands].map(([client, names], at) => {
    const made = CLASSES[client];
    if (made === undefined) throw new Error(`The class of ${client} is not known here.`);
    const imported = names.map((name) => `${name} as ${name}${at}`).join(', ');
    const used = [instanceOf(made, at), ...names.map((name) => name + at)].join(', ');
    return `import { ${made} as ${made}${at}, ${imported} } from '@aws-sdk/${client}'; export const of${at} = [${used}];`;
  });
  return ["import { DynamoDBClient } from '@aws-sdk/client-dynamodb';", ...lines].join('\n');
}

const instanceOf = (made: string, at: number): string =>
  made === DOCUMENT ? `${made}${at}.from(new DynamoDBClient({}))` : `new ${made}${at}({})`;
