import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../clock.ts';

/** The client that the console is. */
export const CONSOLE_CLIENT = 'fleet-console';

/** Long enough for the browser's next request. */
const CODE_LIFETIME_MS = 60_000;
/** Codes that nobody fetched a token for do not pile up. */
const MOST_CODES = 100;

const text = z.string().max(2_000);

/** What a page asks that somebody signs in with: a code for a public client, bound to its verifier (RFC 7636). */
const authorizationSchema = z.object({
  response_type: z.literal('code'),
  client_id: z.literal(CONSOLE_CLIENT),
  redirect_uri: text,
  scope: text.default(''),
  state: text.optional(),
  nonce: text.optional(),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256'),
});
export type AuthorizationRequest = z.infer<typeof authorizationSchema>;

const exchangeSchema = z.object({
  grant_type: z.literal('authorization_code'),
  client_id: z.literal(CONSOLE_CLIENT),
  code: text,
  redirect_uri: text,
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
});

/** Somebody has signed in. */
export interface SignIn<Role> {
  readonly role: Role;
  readonly request: AuthorizationRequest;
}

/** The codes of one issuer: each is for one page's request, for a minute, and taken once. */
export class AuthorizationCodes<Role> {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #redirectUris = new Set<string>();
  readonly #given = new Map<string, SignIn<Role> & { readonly expiresAt: number }>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** From now on codes may be sent there. */
  allow(redirectUri: string): void {
    this.#redirectUris.add(redirectUri);
  }

  /** Undefined where the request cannot be granted: then nobody is sent anywhere, since where to might be a stranger's. */
  parse(query: URLSearchParams): AuthorizationRequest | undefined {
    const parsed = authorizationSchema.safeParse(Object.fromEntries(query));
    return parsed.success && this.#redirectUris.has(parsed.data.redirect_uri) ? parsed.data : undefined;
  }

  /** Where the browser goes now, with a code. */
  grant(request: AuthorizationRequest, role: Role): string {
    const code = randomUUID();
    this.#given.set(code, { request, role, expiresAt: this.#clock.now() + CODE_LIFETIME_MS });
    for (const oldest of [...this.#given.keys()].slice(0, -MOST_CODES)) this.#given.delete(oldest);
    const { redirect_uri, state } = request;
    const answer = new URLSearchParams({ code, ...(state !== undefined && { state }) });
    return `${redirect_uri}?${answer}`;
  }

  /** Who signed in for a code; undefined where it is not, or not any more, this caller's. A wrong verifier uses the code up, too. */
  exchange(form: URLSearchParams): SignIn<Role> | undefined {
    const parsed = exchangeSchema.safeParse(Object.fromEntries(form));
    if (!parsed.success) return undefined;
    const { code, redirect_uri, code_verifier } = parsed.data;
    const given = this.#given.get(code);
    this.#given.delete(code);
    if (given === undefined || given.expiresAt <= this.#clock.now()) return undefined;
    const challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const isTheirs = given.request.redirect_uri === redirect_uri && given.request.code_challenge === challenge;
    return isTheirs ? given : undefined;
  }
}
