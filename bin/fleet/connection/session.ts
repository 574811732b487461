import type { Client } from 'openapi-fetch';
import { fleetClient } from '../../client/client.ts';
import type { paths } from '../../client/schema.d.ts';
import { freshToken } from '../login/fresh-token.ts';
import type { World } from '../world.ts';
import { patientFetch } from './patience.ts';
import type { Profile } from './profile.ts';
import { revalidatingFetch } from './revalidation.ts';
import { type TargetFlags, targetOf } from './target.ts';

/** How results are written: for people, or as the API answers them. */
export const outputs = ['table', 'json', 'yaml'] as const;
type Output = (typeof outputs)[number];

/** Options of every command. */
export interface GlobalOptions extends TargetFlags {
  readonly output: Output;
  /** Seconds for the whole command. */
  readonly timeout?: number;
}

/** What a command works with. */
export interface Session {
  readonly world: World;
  readonly client: Client<paths>;
  readonly output: GlobalOptions['output'];
  /** Milliseconds since 1970; undefined where the command may take as long as it takes. */
  readonly deadline: number | undefined;
}

/** Asks nothing yet. @throws Failure where there is no deployment or no token to call it with */
export function openSession(options: GlobalOptions, world: World): Session {
  const deadline = options.timeout === undefined ? undefined : world.now() + options.timeout * 1000;
  const { url, token } = targetOf(options, world);
  const bearer = token.from === 'profile' ? tokensOf(world, token.name, token.profile) : () => token.value;
  const fetch = patientFetch({ ...world, fetch: revalidatingFetch(world.fetch) }, deadline);
  return {
    world,
    client: fleetClient({ baseUrl: url, token: bearer, fetch }),
    output: options.output,
    deadline,
  };
}

/** The token of a login, got anew whenever it is about to expire. */
function tokensOf(world: World, name: string, first: Profile): () => Promise<string> {
  let profile = first;
  return async () => {
    const { token, renewed } = await freshToken(world, name, profile);
    profile = renewed;
    return token.accessToken;
  };
}
