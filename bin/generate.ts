import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { openApiDocument } from '../functions/api/openapi.ts';
import { jobEndedSchema } from '../functions/domain/job-ended.ts';
import { markdownOf } from './generate/markdown.ts';

/*
 * npm run generate: writes what follows from the operations of functions/api, the OpenAPI document, its page for people and the types
 * of the client; and the schema of the event that tells of a job's end. With --check it writes nothing, and fails where one of them is stale.
 */

// openapi-typescript prints by the compiler's own library, which TypeScript 7 has no more.
registerHooks({
  resolve: (specifier, context, next) => next(specifier === 'typescript' ? 'typescript-5' : specifier, context),
});
const { astToString, default: openapiTS } = await import('openapi-typescript');

const document = openApiDocument();
const json = `${JSON.stringify(document, null, 2)}\n`;
const types = astToString(await openapiTS(json, { defaultNonNullable: false }));
const generated: Readonly<Record<string, string>> = {
  'docs/openapi.json': json,
  'docs/api.md': markdownOf(document),
  'docs/events/job-ended.schema.json': `${JSON.stringify(z.toJSONSchema(jobEndedSchema, { io: 'input' }), null, 2)}\n`,
  'bin/client/schema.d.ts': `// Written by \`npm run generate\` from docs/openapi.json.\n\n${types}`,
};

const stale = Object.entries(generated).filter(
  ([path, text]) => !existsSync(at(path)) || readFileSync(at(path), 'utf8') !== text,
);
if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is stale: npm run generate writes it anew.\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of stale) writeFileSync(at(path), text);
  process.stdout.write(`${stale.length} of ${Object.keys(generated).length} files were stale.\n`);
}

function at(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
