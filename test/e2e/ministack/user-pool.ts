import * as z from 'zod';
import type { Target } from '../../acceptance/target.ts';
import { awsCalls } from './aws-calls.ts';
import { type Caller, callers, clientOutput, grants, tokensSchema } from './callers.ts';
import type { Emulator } from './emulator.ts';
import { createTokenTrigger } from './token-trigger.ts';

const outputsSchema = z.looseObject({
  UserPoolId: z.string(),
  ...Object.fromEntries(callers.map((caller) => [clientOutput(caller), z.string()])),
});
const clientSchema = z.object({ UserPoolClient: z.looseObject({ ClientSecret: z.string() }) });
const tokenSchema = z.object({ access_token: z.string() });

interface Client {
  readonly caller: Caller;
  readonly id: string;
  readonly secret: string;
}

/**
 * An access token of each caller, by client credentials of the user pool that the stack has made: ids are its outputs, secrets are asked of
 * Cognito, as docs/deploy.md tells.
 */
export async function tokensOf(
  emulator: Emulator,
  outputs: Readonly<Record<string, string>>,
  means: { readonly python: string; readonly folder: string },
): Promise<Target['tokens']> {
  const { UserPoolId, ...ids } = outputsSchema.parse(outputs);
  const clients = await Promise.all(
    callers.map((caller) =>
      clientOf(emulator, UserPoolId, { caller, id: z.string().parse(ids[clientOutput(caller)]) }),
    ),
  );
  await changeTokens(emulator, UserPoolId, clients, means);
  const { clientCredentials } = awsCalls(emulator);
  const token = async ({ caller, id, secret }: Client) =>
    [caller, tokenSchema.parse(await clientCredentials(id, secret)).access_token] as const;
  return tokensSchema.parse(Object.fromEntries(await Promise.all(clients.map(token))));
}

async function clientOf(emulator: Emulator, UserPoolId: string, { caller, id }: Omit<Client, 'secret'>) {
  const { cognito } = awsCalls(emulator);
  const { UserPoolClient } = clientSchema.parse(await cognito('DescribeUserPoolClient', { UserPoolId, ClientId: id }));
  const { seconds } = grants[caller];
  if (seconds !== undefined) {
    // All of it: Cognito takes what is left out for its default.
    const lifetime = { AccessTokenValidity: seconds, TokenValidityUnits: { AccessToken: 'seconds' } };
    await cognito('UpdateUserPoolClient', { ...UserPoolClient, ...lifetime });
  }
  return { caller, id, secret: UserPoolClient.ClientSecret };
}

/** What a company adds to the pool that has fences, or other scopes than ours. */
async function changeTokens(
  emulator: Emulator,
  UserPoolId: string,
  clients: readonly Client[],
  means: { readonly python: string; readonly folder: string },
): Promise<void> {
  const changes = Object.fromEntries(clients.map(({ caller, id }) => [id, grants[caller].changes ?? {}]));
  const LambdaArn = await createTokenTrigger(emulator, changes, means);
  // Here, unlike with Cognito, what is left out stays as it is.
  const PreTokenGenerationConfig = { LambdaVersion: 'V3_0', LambdaArn };
  await awsCalls(emulator).cognito('UpdateUserPool', { UserPoolId, LambdaConfig: { PreTokenGenerationConfig } });
}
