import * as z from 'zod';
import { addressSchema } from '../connection/address.ts';
import { Failure } from '../failures.ts';
import { plain } from '../show/plain.ts';
import type { World } from '../world.ts';

const endpoint = addressSchema; // The issuer could otherwise send secrets over a line that others read.

const documentSchema = z.looseObject({
  issuer: z.string(),
  token_endpoint: endpoint,
  device_authorization_endpoint: endpoint.optional(),
});
export type IssuerDocument = z.infer<typeof documentSchema>;

/** An answer of a token endpoint without a token (RFC 6749, section 5.2). */
const errorSchema = z.looseObject({ error: z.string(), error_description: z.string().optional() });
export type IssuerError = z.infer<typeof errorSchema>;

/** Reads an issuer's own description (OpenID Connect Discovery 1.0, section 4). @throws Failure */
export async function discover(world: World, issuer: string): Promise<IssuerDocument> {
  const url = `${issuer}/.well-known/openid-configuration`;
  const { response, body } = await ask(world, new Request(url, { headers: { accept: 'application/json' } }));
  const parsed = documentSchema.safeParse(body);
  if (!response.ok || !parsed.success)
    throw new Failure('refused', `${url} does not describe an issuer that gives tokens (${response.status}).`);
  if (parsed.data.issuer.replace(/\/+$/, '') !== issuer)
    throw new Failure('refused', `${url} describes another issuer, ${plain(parsed.data.issuer)}.`);
  return parsed.data;
}

/** Posts a form to an issuer, with a client's secret in its header where it has one. */
export function postForm(
  world: World,
  url: string,
  form: Readonly<Record<string, string | undefined>>,
  secret?: string,
): Promise<{ response: Response; body: unknown }> {
  const fields = Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined);
  const body = new URLSearchParams(fields);
  const headers = {
    accept: 'application/json',
    ...(secret !== undefined && { authorization: basic(form['client_id'] ?? '', secret) }),
  };
  return ask(world, new Request(url, { method: 'POST', headers, body, redirect: 'error' }));
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function basic(clientId: string, secret: string): string {
  const encoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encoded(clientId)}:${encoded(secret)}`).toString('base64')}`;
}

async function ask({ fetch }: World, request: Request): Promise<{ response: Response; body: unknown }> {
  try {
    const response = await fetch(request);
    return { response, body: await response.json().catch(() => undefined) };
  } catch (error) {
    throw new Failure('unavailable', `The issuer ${new URL(request.url).origin} cannot be reached.`, { cause: error });
  }
}

/** Why the issuer gave no token: its own code and words. */
export function errorOf(body: unknown): IssuerError {
  const parsed = errorSchema.safeParse(body);
  return parsed.success ? parsed.data : { error: 'no OAuth 2 error' };
}

/** The issuer's refusal for people. */
export function refusalOf(body: unknown): Failure {
  const { error, error_description: words } = errorOf(body);
  return new Failure('refused', `The issuer gives no token: ${plain(words ?? error)} (${plain(error)}).`);
}
