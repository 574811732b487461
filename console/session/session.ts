import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import * as z from 'zod/mini';
import type { ConsoleConfig } from '../config.ts';
import { SIGNED_IN_PATH } from './paths.ts';

/** A token that ends within so many seconds is replaced before it is used. */
const RENEWED_BEFORE_SECONDS = 30;

const returnSchema = z.object({ returnTo: z.string() });

/** Nobody is signed in any more, and the issuer has been asked for it. */
class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

/**
 * Who uses the console: signed in by authorization code with PKCE. The tokens are in the tab's session storage, which ends with it and
 * which no other tab reads, never in local storage.
 */
export class Session {
  readonly #manager: UserManager;
  #renewal: Promise<User | null> | undefined;

  constructor({ issuer, clientId, scopes }: ConsoleConfig, origin: string, storage: Storage) {
    const store = new WebStorageStateStore({ store: storage });
    this.#manager = new UserManager({
      authority: issuer,
      client_id: clientId,
      redirect_uri: origin + SIGNED_IN_PATH,
      scope: scopes.join(' '),
      response_type: 'code',
      userStore: store,
      stateStore: store,
      automaticSilentRenew: false,
    });
  }

  /** Whoever is signed in; null where nobody is, or where the time is up. */
  async user(): Promise<User | null> {
    const user = await this.#manager.getUser();
    return user === null || (user.expired && user.refresh_token === undefined) ? null : user;
  }

  /** A token for the next request, renewed where its time is nearly up. @throws SignedOut once the page is on its way to the issuer */
  async token(): Promise<string> {
    const user = await this.user();
    if (user === null) return this.signInAgain();
    if ((user.expires_in ?? Number.POSITIVE_INFINITY) > RENEWED_BEFORE_SECONDS) return user.access_token;
    if (user.refresh_token === undefined) return user.access_token;
    this.#renewal ??= this.#manager.signinSilent().finally(() => {
      this.#renewal = undefined;
    });
    const renewed = await this.#renewal.catch(() => null);
    return renewed?.access_token ?? this.signInAgain();
  }

  /** Forgets the token, which is not taken any more, and asks the issuer for another; the page comes back to where it is. @throws SignedOut always */
  async signInAgain(): Promise<never> {
    await this.#manager.removeUser();
    await this.signIn(location.pathname + location.search);
    throw new SignedOut('Signing in again.');
  }

  /** Leaves for the issuer. @param returnTo the path that is opened afterwards */
  async signIn(returnTo: string): Promise<void> {
    await this.#manager.signinRedirect({ state: { returnTo } });
  }

  /** Takes what the issuer sent back. Answers the path to open. @throws Error where the issuer refused, or the answer belongs to no request of this tab */
  async completeSignIn(url: string): Promise<string> {
    const { state } = await this.#manager.signinRedirectCallback(url);
    const parsed = returnSchema.safeParse(state);
    return parsed.success ? parsed.data.returnTo : '/';
  }

  /** Forgets the tokens, and leaves for the issuer where it has a session of its own to end; the issuer must allow the console's address for that. */
  async signOut(): Promise<void> {
    const { client_id, redirect_uri } = this.#manager.settings;
    const endpoint = await this.#manager.metadataService.getEndSessionEndpoint();
    if (endpoint === undefined) return this.#manager.removeUser();
    const home = new URL('/', redirect_uri).href;
    // Cognito wants these two names, where OpenID has post_logout_redirect_uri: https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
    const extraQueryParams = { client_id, logout_uri: home };
    return this.#manager.signoutRedirect({ post_logout_redirect_uri: home, extraQueryParams });
  }
}
