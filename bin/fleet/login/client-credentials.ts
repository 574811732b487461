import type { Origin, Token } from '../connection/profile.ts';
import type { World } from '../world.ts';
import { discover, postForm, refusalOf } from './issuer.ts';
import { tokenOf } from './token.ts';

/** A token for a program, by its own secret (RFC 6749, section 4.4). @throws Failure */
export async function clientCredentials(world: World, origin: Origin, secret: string): Promise<Token> {
  const { token_endpoint } = await discover(world, origin.issuer);
  const { clientId, scope, audience } = origin;
  const form = { grant_type: 'client_credentials', client_id: clientId, scope, audience };
  const { response, body } = await postForm(world, token_endpoint, form, secret);
  if (!response.ok) throw refusalOf(body);
  return tokenOf(body, world.now());
}
