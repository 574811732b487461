import { readFileSync, writeFileSync } from 'node:fs';
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
  const sources = functions.map(({ name }) => join(ROOT, 'functions', `${sourceName(name)}.ts`));
  const options = {
    ...ORDINARY,
    mainFields: [...ORDINARY.mainFields],
    outdir: folder,
    write: false,
    metafile: true,
  } as const;
  const { metafile } = await build({ ...options, entryPoints: sources });
  return Promise.all(
    functions.map(async ({ name, assetFolder, environment }) => {
      const bundle = join(assetFolder, 'index.mjs');
      const baseline = await baselineOf(sourceName(name), commandsOf(metafile, sourceName(name)), folder);
      return { name: sourceName(name), bundle, size: readFileSync(bundle).byteLength, environment, baseline };
    }),
  );
}

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

async function baselineOf(
  name: string,
  commands: ReadonlyMap<string, readonly string[]>,
  folder: string,
): Promise<Baseline | undefined> {
  if (commands.size === 0) return undefined;
  const file = join(folder, `${name}-clients.mjs`);
  const options = { ...ORDINARY, mainFields: [...ORDINARY.mainFields] };
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: sourceOf(commands), resolveDir: ROOT },
    write: false,
  });
  const [{ contents } = { contents: new Uint8Array() }] = outputFiles;
  writeFileSync(file, contents);
  return {
    file,
    size: contents.byteLength,
    clients: [...commands.keys()].map((client) => client.replace('client-', '')),
  };
}

const CLASSES: Readonly<Record<string, string>> = {
  'client-cloudwatch': 'CloudWatchClient',
  'client-dynamodb': 'DynamoDBClient',
  'client-ec2': 'EC2Client',
  'client-eventbridge': 'EventBridgeClient',
  'client-s3': 'S3Client',
  'client-sfn': 'SFNClient',
  'client-ssm': 'SSMClient',
};

function sourceOf(commands: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...commands].map(([client, names]) => {
    if (client === 'lib-dynamodb')
      return `import { DynamoDBDocumentClient, ${names.join(', ')} } from '@aws-sdk/lib-dynamodb';
        import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
        export const document = [DynamoDBDocumentClient.from(new DynamoDBClient({})), ${names.join(', ')}];`;
    const made = CLASSES[client];
    if (made === undefined) throw new Error(`The class of ${client} is not known here.`);
    return `import { ${[made, ...names].join(', ')} } from '@aws-sdk/${client}';
      export const ${made}s = [new ${made}({}), ${names.join(', ')}];`;
  });
  return lines.join('\n');
}
