import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { awsCalls } from './aws-calls.ts';
import { ACCOUNT, type Emulator } from './emulator.ts';

/** A pre token generation trigger, version 3, which client credentials call, too. It says which agents the tokens of a client are for. */
const CODE = `const allowedTags = JSON.parse(process.env.ALLOWED_TAGS);
export const handler = async (event) => {
  const claims = { allowedTags: allowedTags[event.callerContext.clientId] };
  if (claims.allowedTags !== undefined)
    event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims } } };
  return event;
};
`;

/** Makes the trigger, packed by `python` in the folder; answers its ARN. `allowedTags` are by client id. */
export async function createFenceTrigger(
  emulator: Emulator,
  allowedTags: Readonly<Record<string, readonly string[]>>,
  { python, folder }: { readonly python: string; readonly folder: string },
): Promise<string> {
  const place = join(folder, 'fence-trigger');
  await mkdir(place);
  await writeFile(join(place, 'index.mjs'), CODE);
  await promisify(execFile)(python, ['-m', 'zipfile', '-c', 'code.zip', 'index.mjs'], { cwd: place });
  const made = await awsCalls(emulator).createFunction({
    FunctionName: 'fence-trigger',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${ACCOUNT}:role/fence-trigger`,
    Environment: { Variables: { ALLOWED_TAGS: JSON.stringify(allowedTags) } },
    Code: { ZipFile: await readFile(join(place, 'code.zip'), 'base64') },
  });
  return z.object({ FunctionArn: z.string() }).parse(made).FunctionArn;
}
