import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as z from 'zod';
import { leanClients, namedIn } from './lean-clients.ts';

/** Dependencies written as CommonJS call `require`, which ES modules do not have. */
const BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const requestSchema = z.strictObject({ folder: z.string(), names: z.array(z.string()), outdir: z.string() });
const { folder, names, outdir } = requestSchema.parse(JSON.parse(process.argv[2] ?? ''));

const besides = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.includes('node_modules'),
);

await build({
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  // Without source maps, names are what makes a stack trace readable; they cost 7 % of the size.
  keepNames: true,
  banner: { js: BANNER },
  alias: {
    '@aws-sdk/credential-provider-node': besides('lambda-credentials.ts'),
    '@aws-sdk/endpoint-cache': besides('no-endpoint-cache.ts'),
    '@smithy/core/event-streams': besides('no-event-streams.ts'),
  },
  plugins: [leanClients(namedIn(sources.map((path) => readFileSync(join(folder, path), 'utf8'))))],
  entryPoints: names.map((name) => join(folder, `${name}.ts`)),
  outdir,
  logLevel: 'silent',
});
