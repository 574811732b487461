import { compactVerify, createRemoteJWKSet, decodeProtectedHeader, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { JwtAuthorizer } from '../template/http-api.ts';

/** API Gateway keeps public keys for up to two hours. */
const KEYS_FOR_MS = 2 * 60 * 60 * 1000;
/** API Gateway's quota for asking the issuer. */
const ISSUER_TIMEOUT_MS = 1_500;

/** A request that is answered with 401. */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
  /** Value of the www-authenticate header. */
  readonly challenge: string;

  /** Without a description there was no token, and API Gateway challenges with `Bearer` alone. */
  constructor(description?: string, options?: ErrorOptions) {
    super(description ?? 'no token', options);
    this.challenge =
      description === undefined ? 'Bearer' : `Bearer scope="" error="invalid_token" error_description="${description}"`;
  }
}

/*
 * The descriptions: that of the audience is in AWS's "Troubleshooting issues with HTTP API JWT authorizers", that of the
 * segments was seen on deployed APIs, and is golang-jwt's, as are those of method and signature. The others are ours:
 * clients should go by status and body, which do not differ.
 */
const claimsSchema = z.looseObject({
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  client_id: z.string().optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
});
export type Claims = z.infer<typeof claimsSchema>;

/** Checks tokens as an HTTP API's JWT authorizer does, with RS256 alone. */
export class TokenChecker {
  readonly #authorizer: JwtAuthorizer;
  readonly #clock: Clock;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(authorizer: JwtAuthorizer, clock: Clock) {
    this.#authorizer = authorizer;
    this.#clock = clock;
  }

  /** Answers the claims of the token in an Authorization header, with or without `Bearer`; throws Unauthorized. */
  async check(header: string | undefined): Promise<Claims> {
    const token = header?.replace(/^Bearer(\s+|$)/i, '') ?? '';
    if (token === '') throw new Unauthorized();
    const payload = await this.#verified(token);
    const claims = claimsSchema.safeParse(parsed(payload));
    if (!claims.success) throw new Unauthorized('the token has invalid claims');
    this.#checkClaims(claims.data);
    return claims.data;
  }

  async #verified(token: string): Promise<Uint8Array> {
    const { alg, kid } = protectedHeader(token);
    if (alg !== 'RS256') throw new Unauthorized(`signing method ${alg} is invalid`);
    if (typeof kid !== 'string') throw new Unauthorized('the token has no kid');
    const keys = await this.#issuerKeys();
    try {
      return (await compactVerify(token, keys, { algorithms: ['RS256'] })).payload;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ERR_JWKS_NO_MATCHING_KEY') throw new Unauthorized('no key has the kid of the token');
      if (code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') throw new Unauthorized('crypto/rsa: verification error');
      throw new Unauthorized('the token cannot be verified', { cause: error });
    }
  }

  #checkClaims({ iss, aud, client_id, exp, nbf, iat }: Claims): void {
    const now = this.#clock.now() / 1000;
    if (iss !== this.#authorizer.issuer) throw new Unauthorized('issuer does not match');
    // Cognito's access tokens have no aud, but a client_id; where both are there, aud counts.
    const audiences = aud ?? client_id ?? [];
    if (![audiences].flat().some((audience) => this.#authorizer.audience.includes(audience)))
      throw new Unauthorized('the token does not have a valid audience');
    if (exp <= now) throw new Unauthorized('the token has expired');
    if (nbf !== undefined && nbf > now) throw new Unauthorized('the token is not valid yet');
    if (iat !== undefined && iat > now) throw new Unauthorized('the token was issued in the future');
  }

  /** Keys come from where the issuer's configuration says; a failure is not kept, so the next request tries again. */
  #issuerKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover().catch((cause: unknown) => {
      this.#keys = undefined;
      throw new Unauthorized('OIDC discovery endpoint communication error', { cause });
    });
    return this.#keys;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const configuration = `${this.#authorizer.issuer}/.well-known/openid-configuration`;
    const response = await fetch(configuration, { signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS) });
    const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await response.json());
    return createRemoteJWKSet(new URL(jwks_uri), { cacheMaxAge: KEYS_FOR_MS, timeoutDuration: ISSUER_TIMEOUT_MS });
  }
}

function protectedHeader(token: string): { readonly alg?: string; readonly kid?: string } {
  if (token.split('.').length !== 3) throw new Unauthorized('token contains an invalid number of segments');
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new Unauthorized('the header of the token cannot be read');
  }
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    throw new Unauthorized('the payload of the token is not JSON');
  }
}

/**
 * Claims as functions get them: all text. A list is `[a b]`, an object JSON, and a claim that is null is left out
 * (measured on a deployed API: floci-io/floci pull request 2011).
 */
export function claimsAsText(claims: Claims): Record<string, string> {
  const render = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const entries = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? `[${value.map(render).join(' ')}]` : render(value)]),
  );
}
