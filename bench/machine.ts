import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import * as z from 'zod';

export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** What else kept it busy just before: processes that wanted a core in the last minute. */
  readonly load: number;
}

export const machine = (): Machine => ({
  system: `${platform()} ${release()} ${arch()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Number((totalmem() / 2 ** 30).toFixed(1)),
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
});

const PACKAGES = ['@aws-sdk/client-dynamodb', '@aws-sdk/client-ssm', 'dynalite', 'esbuild', 'zod'];
const manifestSchema = z.object({ version: z.string() });

export async function versions(): Promise<Readonly<Record<string, string>>> {
  const found = PACKAGES.map(async (name) => {
    const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    return [name, manifestSchema.parse(JSON.parse(await readFile(file, 'utf8'))).version] as const;
  });
  return { node: process.version, ...Object.fromEntries(await Promise.all(found)) };
}
