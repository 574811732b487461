import * as z from 'zod';
import type { Origin, Token } from '../connection/profile.ts';
import { Failure } from '../failures.ts';
import { plain } from '../show/plain.ts';
import type { World } from '../world.ts';
import { discover, errorOf, postForm, refusalOf } from './issuer.ts';
import { tokenOf } from './token.ts';

/** RFC 8628, section 3.2; seconds. */
const startSchema = z.looseObject({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string().optional(),
  expires_in: z.number().positive().max(86_400),
  interval: z.number().positive().max(300).default(5),
});
type Start = z.infer<typeof startSchema>;

/** RFC 8628, section 3.5: what slow_down adds to the pause, in seconds, for good. */
const SLOWER = 5;

/** A token for the person at the terminal, who allows it in a browser anywhere (RFC 8628). @throws Failure */
export async function deviceFlow(world: World, origin: Origin): Promise<Token> {
  const { token_endpoint, device_authorization_endpoint } = await discover(world, origin.issuer);
  if (device_authorization_endpoint === undefined)
    throw new Failure('usage', `${origin.issuer} has no device flow: set FLEET_CLIENT_SECRET, or FLEET_TOKEN.`);
  const { clientId: client_id, scope, audience } = origin;
  const { response, body } = await postForm(world, device_authorization_endpoint, { client_id, scope, audience });
  if (!response.ok) throw refusalOf(body);
  const start = startSchema.safeParse(body);
  if (!start.success) throw new Failure('refused', 'The issuer answered without a code for the device flow.');
  sayWhere(world, start.data);
  return allowed(world, { endpoint: token_endpoint, clientId: client_id, start: start.data });
}

function sayWhere({ stderr }: World, { verification_uri, verification_uri_complete, user_code }: Start): void {
  stderr.write(`Open ${plain(verification_uri_complete ?? verification_uri)} and allow the code ${plain(user_code)}\n`);
}

interface Asking {
  readonly endpoint: string;
  readonly clientId: string;
  readonly start: Start;
}

/** Asks until the person has decided. */
async function allowed(world: World, { endpoint, clientId, start }: Asking): Promise<Token> {
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: start.device_code,
    client_id: clientId,
  };
  const over = world.now() + start.expires_in * 1000;
  for (let pause = start.interval; ; ) {
    await world.sleep(pause * 1000);
    if (world.now() >= over) throw new Failure('timedOut', 'Nobody allowed the code in time: call fleet login again.');
    const answer = await postForm(world, endpoint, form).catch(onBrokenLine);
    if (answer?.response.ok) return tokenOf(answer.body, world.now());
    const error = answer === undefined || answer.response.status >= 500 ? 'slow_down' : errorOf(answer.body).error;
    if (error === 'slow_down') pause += SLOWER;
    else if (error !== 'authorization_pending') throw refusalOf(answer?.body);
  }
}

/** RFC 8628, section 3.5: after a timeout of the connection (or an issuer that breaks), ask less often, and go on. */
function onBrokenLine(error: unknown): undefined {
  if (error instanceof Failure && error.kind === 'unavailable') return undefined;
  throw error;
}
