import { type Origin, type Profile, type Token, writeProfile } from '../connection/profile.ts';
import { Failure } from '../failures.ts';
import type { World } from '../world.ts';
import { clientCredentials } from './client-credentials.ts';
import { discover, errorOf, postForm } from './issuer.ts';
import { tokenOf } from './token.ts';

/** Milliseconds before its end in which a token is not used any more: a request may take as long. */
const MARGIN = 60_000;

/**
 * The token of a login while it is good, or a new one: by its refresh token, or by the client's secret where FLEET_CLIENT_SECRET has it.
 * A new one is stored with the profile.
 * @throws Failure (refused) where only a person can log in again
 */
export async function freshToken(
  world: World,
  name: string,
  profile: Profile,
): Promise<{ readonly token: Token; readonly renewed: Profile }> {
  const { token, origin } = profile;
  if (token !== undefined && Date.parse(token.expiresAt) - MARGIN > world.now()) return { token, renewed: profile };
  const fresh = origin === undefined ? undefined : await renewedToken(world, origin, token);
  if (fresh === undefined) throw new Failure('refused', `The login is over: fleet login --profile ${name}`);
  const renewed = { ...profile, token: fresh };
  writeProfile(world, name, renewed);
  return { token: fresh, renewed };
}

async function renewedToken(world: World, origin: Origin, token: Token | undefined): Promise<Token | undefined> {
  const secret = world.env['FLEET_CLIENT_SECRET'];
  if (token?.refreshToken !== undefined) {
    const refreshed = await refresh(world, origin, token, secret);
    if (refreshed !== undefined) return refreshed;
  }
  return secret === undefined || secret === '' ? undefined : clientCredentials(world, origin, secret);
}

/** Undefined where the refresh token is over, too (RFC 6749, section 5.2). */
async function refresh(world: World, origin: Origin, token: Token, secret?: string): Promise<Token | undefined> {
  const { token_endpoint } = await discover(world, origin.issuer);
  const form = { grant_type: 'refresh_token', refresh_token: token.refreshToken, client_id: origin.clientId };
  const { response, body } = await postForm(world, token_endpoint, form, secret === '' ? undefined : secret);
  if (response.ok) return tokenOf(body, world.now(), token);
  if (response.status < 500) return undefined;
  throw new Failure('unavailable', `The issuer ${origin.issuer} does not answer: ${errorOf(body).error}.`);
}
