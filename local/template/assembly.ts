import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { TemplateError } from './intrinsics.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.object({ templateFile: z.string().optional(), file: z.string().optional() }).optional(),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.string().optional(),
    }),
  ),
});

export type Resource = z.infer<typeof templateSchema>['Resources'][string];

export interface Assembly {
  readonly accountId: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Folder of an asset by the key under which CDK uploads it. */
  readonly assetFolders: ReadonlyMap<string, string>;
}

/**
 * Reads the one stack of a CDK cloud assembly. A stack without a fixed environment gets account 000000000000 and us-east-1.
 * Throws a TemplateError where there is no stack or more than one, and a ZodError where a file is not what CDK writes.
 */
export async function readAssembly(folder: string): Promise<Assembly> {
  const manifest = manifestSchema.parse(await readJson(folder, 'manifest.json'));
  const artifacts = Object.values(manifest.artifacts);
  const stacks = artifacts.filter((artifact) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack?.properties?.templateFile === undefined || stacks.length > 1)
    throw new TemplateError(`${folder} has ${stacks.length} stacks; the embedded stack runs exactly one.`);
  const { Resources } = templateSchema.parse(await readJson(folder, stack.properties.templateFile));
  const assetFiles = artifacts.flatMap(({ type, properties }) =>
    type === 'cdk:asset-manifest' && properties?.file !== undefined ? [properties.file] : [],
  );
  return { ...environment(stack.environment), resources: Resources, assetFolders: await assets(folder, assetFiles) };
}

function environment(artifact = ''): { accountId: string; region: string } {
  const [, accountId = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact) ?? [];
  return {
    accountId: /^\d{12}$/.test(accountId) ? accountId : '000000000000',
    region: region === '' || region.startsWith('unknown') ? 'us-east-1' : region,
  };
}

async function assets(folder: string, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const file of files) {
    for (const { source, destinations } of Object.values(assetsSchema.parse(await readJson(folder, file)).files)) {
      for (const { objectKey } of Object.values(destinations)) found.set(objectKey, join(folder, source.path));
    }
  }
  return found;
}

async function readJson(folder: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, file), 'utf8'));
}
