import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { AuthorizationCodes, type SignIn } from './authorization-code.ts';
import { signInHeaders, signInPage } from './sign-in-page.ts';

export interface SignInOptions<Role extends string> {
  readonly clock: Pick<Clock, 'now'>;
  /** Whom people may sign in as. */
  readonly roles: readonly Role[];
  /** What is answered for a code: the body of a token response. */
  readonly tokens: (signIn: SignIn<Role>) => Promise<object>;
}

/** Where one form ends: a code and a verifier fit many times. */
const LARGEST_FORM = 16 * 1024;

/** The two addresses by which a page signs somebody in, `/authorize` for people and `/token` for the page. */
export class SignInEndpoints<Role extends string> {
  readonly #options: SignInOptions<Role>;
  readonly #codes: AuthorizationCodes<Role>;
  readonly #origins = new Set<string>();

  constructor(options: SignInOptions<Role>) {
    this.#options = options;
    this.#codes = new AuthorizationCodes(options.clock);
  }

  /** From now on pages there may sign people in, who come back to this address. */
  allow(redirectUri: string): void {
    this.#codes.allow(redirectUri);
    this.#origins.add(new URL(redirectUri).origin);
  }

  /** What a page of an allowed origin may read: the answer, and no other page's. */
  cors({ headers: { origin } }: IncomingMessage): Record<string, string> {
    const isAllowed = origin !== undefined && this.#origins.has(origin);
    return { vary: 'origin', ...(isAllowed && { 'access-control-allow-origin': origin }) };
  }

  /** Shows whom one can be on GET, and sends the browser back with a code on the click's POST. */
  async authorize(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const asked = this.#codes.parse(query);
    if (asked === undefined) return refuse(response, 400, 'invalid_request');
    if (request.method === 'GET') {
      response.writeHead(200, signInHeaders(asked.redirect_uri)).end(signInPage(query, this.#options.roles));
      return;
    }
    if (request.method !== 'POST' || request.headers['sec-fetch-site'] !== 'same-origin')
      return refuse(response, 403, 'access_denied');
    const wanted = (await readForm(request)).get('role');
    const role = this.#options.roles.find((known) => known === wanted);
    if (role === undefined) return refuse(response, 400, 'invalid_request');
    response.writeHead(303, { location: this.#codes.grant(asked, role), 'cache-control': 'no-store' }).end();
  }

  /** Answers tokens for a code and its verifier. */
  async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const signIn = request.method === 'POST' ? this.#codes.exchange(await readForm(request)) : undefined;
    if (signIn === undefined) return refuse(response, 400, 'invalid_grant', this.cors(request));
    const body = JSON.stringify(await this.#options.tokens(signIn));
    response.writeHead(200, { ...this.cors(request), ...JSON_ANSWER }).end(body);
  }
}

const JSON_ANSWER = { 'content-type': 'application/json', 'cache-control': 'no-store' };

function refuse(response: ServerResponse, status: number, error: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, ...JSON_ANSWER }).end(JSON.stringify({ error }));
}

/** The fields of a form; none where it is too large. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) if (text.length <= LARGEST_FORM) text += String(chunk);
  return new URLSearchParams(text.length <= LARGEST_FORM ? text : '');
}
