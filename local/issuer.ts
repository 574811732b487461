import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { close, listen } from './aws-json.ts';
import { type Clock, systemClock } from './clock.ts';
import { CONSOLE_CLIENT, type SignIn } from './issuer/authorization-code.ts';
import { SignInEndpoints } from './issuer/sign-in.ts';

/**
 * Who may do what with a development token. An agent gets no fleet scope at all: nodes are reached through Systems
 * Manager and need nothing of the API, and with fleet/read one lost node would lay open the whole inventory.
 */
const roles = {
  operator: 'fleet/read fleet/upgrade',
  /** A second operator, since nobody approves what they asked for themselves. */
  approver: 'fleet/read fleet/upgrade',
  reader: 'fleet/read',
  agent: 'agent/self',
  admin: 'fleet/read fleet/upgrade fleet/admin',
} as const;
export type Role = keyof typeof roles;

/** Whom people sign in as in a browser. */
const people = ['operator', 'reader', 'admin', 'approver'] as const satisfies readonly Role[];

/** Seconds; long enough for a working day. */
const LIFETIME = 12 * 60 * 60;
const KEY_ID = 'local-1';

export interface TokenWishes {
  /** Scopes of a role; `scope` wins over it. */
  readonly role?: Role;
  readonly scope?: string;
  readonly subject?: string;
  /** The tags of the agents that the token is for, percent-encoded: `site=new%20york`. */
  readonly allowedTags?: readonly string[];
  /** Seconds from now; negative for a token that has expired. */
  readonly expiresIn?: number;
  readonly audience?: string | readonly string[];
  readonly issuer?: string;
  /** Further claims, which win over all others; undefined leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Issuer {
  readonly url: string;
  readonly audience: string;
  /** Signs a token with RS256. */
  token(wishes?: TokenWishes): Promise<string>;
  /** Lets a page sign people in, who come back to this address of it. */
  allowSignIn(redirectUri: string): void;
  stop(): Promise<void>;
}

interface IssuerOptions {
  readonly audience?: string;
  readonly clock?: Clock;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

/** Starts an OpenID issuer on loopback with a key of its own, made now and never stored. */
export async function startIssuer(options: IssuerOptions = {}): Promise<Issuer> {
  const { audience = 'fleet-upgrade', clock = systemClock, port = 0 } = options;
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }] };
  const issued = () => Math.floor(clock.now() / 1000);
  const sign = (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' }).sign(privateKey);
  const token = (wishes: TokenWishes = {}) => sign(claimsOf(wishes, { url, audience, now: issued() }));
  const tokens = async ({ role, request: { nonce } }: SignIn<Role>) => ({
    access_token: await token({ role }),
    id_token: await sign({ ...identityOf(role), iss: url, ...(nonce !== undefined && { nonce }), ...lifeOf(issued()) }),
    token_type: 'Bearer',
    expires_in: LIFETIME,
    scope: `openid ${roles[role]}`,
  });
  const signIn = new SignInEndpoints<Role>({ clock, roles: people, tokens });
  const server = createServer((request, response) => {
    const [path = '', query] = (request.url ?? '').split('?');
    const giveUp = () => response.destroy(); // where the browser has gone in the middle of its form
    if (path === '/authorize') return signIn.authorize(request, response, new URLSearchParams(query)).catch(giveUp);
    if (path === '/token') return signIn.token(request, response).catch(giveUp);
    const answer = documents[request.url ?? ''];
    const headers = { ...signIn.cors(request), 'content-type': 'application/json' };
    response.writeHead(answer === undefined ? 404 : 200, headers);
    return response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
  });
  const url = await listen(server, port);
  const documents: Readonly<Record<string, unknown>> = {
    '/.well-known/openid-configuration': {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      subject_types_supported: ['public'],
    },
    '/.well-known/jwks.json': jwks,
  };
  return { url, audience, token, allowSignIn: (uri) => signIn.allow(uri), stop: () => close(server) };
}

/** Who signed in, as the console's id token says it. */
const identityOf = (role: Role): JWTPayload => ({ aud: CONSOLE_CLIENT, sub: `local-${role}`, name: `Local ${role}` });
const lifeOf = (now: number): JWTPayload => ({ iat: now, exp: now + LIFETIME });

function claimsOf(wishes: TokenWishes, from: { url: string; audience: string; now: number }): JWTPayload {
  const { role = 'reader', expiresIn = LIFETIME } = wishes;
  const expires = from.now + expiresIn;
  return {
    iss: wishes.issuer ?? from.url,
    aud: typeof wishes.audience === 'object' ? [...wishes.audience] : (wishes.audience ?? from.audience),
    sub: wishes.subject ?? `local-${role}`,
    scope: wishes.scope ?? roles[role],
    ...(wishes.allowedTags !== undefined && { allowedTags: [...wishes.allowedTags] }),
    iat: Math.min(from.now, expires - LIFETIME),
    exp: expires,
    jti: randomUUID(),
    ...wishes.claims,
  };
}
