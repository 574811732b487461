import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { awsCalls } from './aws-calls.ts';
import { ACCOUNT, type Emulator } from './emulator.ts';

/** A pre token generation trigger, version 3, which client credentials call, too. */
const CODE = `const changes = JSON.parse(process.env.CHANGES);
export const handler = async (event) => {
  event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: changes[event.callerContext.clientId] } };
  return event;
};
`;

const NAME = 'token-trigger';
const TRUST = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

/** Makes the trigger, packed by `python` in the folder; answers its ARN. `changes` of tokens are by client id. */
export async function createTokenTrigger(
  emulator: Emulator,
  changes: Readonly<Record<string, object>>,
  { python, folder }: { readonly python: string; readonly folder: string },
): Promise<string> {
  const place = join(folder, NAME);
  await mkdir(place);
  await writeFile(join(place, 'index.mjs'), CODE);
  await promisify(execFile)(python, ['-m', 'zipfile', '-c', 'code.zip', 'index.mjs'], { cwd: place });
  const { createFunction, iam } = awsCalls(emulator);
  await iam('CreateRole', { RoleName: NAME, AssumeRolePolicyDocument: JSON.stringify(TRUST) });
  const made = await createFunction({
    FunctionName: NAME,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${ACCOUNT}:role/${NAME}`,
    Environment: { Variables: { CHANGES: JSON.stringify(changes) } },
    Code: { ZipFile: await readFile(join(place, 'code.zip'), 'base64') },
  });
  return z.object({ FunctionArn: z.string() }).parse(made).FunctionArn;
}
