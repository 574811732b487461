import * as z from 'zod';
import type { Target } from '../../acceptance/target.ts';
import { awsCalls } from './aws-calls.ts';
import { type Caller, callers, grants, tokensSchema } from './callers.ts';
import { type Emulator, REGION } from './emulator.ts';
import { createFenceTrigger } from './fence-trigger.ts';

/** A Cognito user pool with a client for each of the callers. */
export interface UserPool {
  readonly issuer: string;
  /** The ids of the clients, which access tokens have in place of `aud`. */
  readonly audience: readonly string[];
  /** An access token of each client, by the client credentials grant. */
  tokens(): Promise<Target['tokens']>;
}

const poolSchema = z.object({ UserPool: z.object({ Id: z.string() }) });
const clientSchema = z.object({ UserPoolClient: z.object({ ClientId: z.string(), ClientSecret: z.string() }) });
const tokenSchema = z.object({ access_token: z.string() });

interface Client {
  readonly caller: Caller;
  readonly id: string;
  readonly secret: string;
}

export async function createUserPool(
  emulator: Emulator,
  means: { readonly python: string; readonly folder: string },
): Promise<UserPool> {
  const { cognito, clientCredentials } = awsCalls(emulator);
  const UserPoolId = poolSchema.parse(await cognito('CreateUserPool', { PoolName: 'fleet' })).UserPool.Id;
  for (const [Identifier, names] of [
    ['fleet', ['read', 'upgrade', 'admin']],
    ['agent', ['self']],
  ] as const) {
    const Scopes = names.map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
    await cognito('CreateResourceServer', { UserPoolId, Identifier, Name: Identifier, Scopes });
  }
  const clients = await Promise.all(callers.map((caller) => createClient(emulator, UserPoolId, caller)));
  const LambdaArn = await createFenceTrigger(emulator, fencesOf(clients), means);
  const PreTokenGenerationConfig = { LambdaVersion: 'V3_0', LambdaArn };
  await cognito('UpdateUserPool', { UserPoolId, LambdaConfig: { PreTokenGenerationConfig } });

  const token = async ({ caller, id, secret }: Client) =>
    [caller, tokenSchema.parse(await clientCredentials(id, secret)).access_token] as const;
  return {
    issuer: `https://cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`,
    audience: clients.map(({ id }) => id),
    tokens: async () => tokensSchema.parse(Object.fromEntries(await Promise.all(clients.map(token)))),
  };
}

async function createClient(emulator: Emulator, UserPoolId: string, caller: Caller): Promise<Client> {
  const { scopes, seconds } = grants[caller];
  const made = await awsCalls(emulator).cognito('CreateUserPoolClient', {
    UserPoolId,
    ClientName: caller,
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: scopes,
    ...(seconds !== undefined && { AccessTokenValidity: seconds, TokenValidityUnits: { AccessToken: 'seconds' } }),
  });
  const { ClientId: id, ClientSecret: secret } = clientSchema.parse(made).UserPoolClient;
  return { caller, id, secret };
}

const fencesOf = (clients: readonly Client[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    clients.flatMap(({ caller, id }) => {
      const { allowedTags } = grants[caller];
      return allowedTags === undefined ? [] : [[id, allowedTags]];
    }),
  );
