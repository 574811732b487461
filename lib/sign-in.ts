import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';
import { FleetUserPool } from './user-pool.ts';

/** Who gives tokens to machines and people. */
export interface SignIn {
  /** As tokens have it in `iss`. */
  readonly issuer: string;
  /** What tokens have as `aud` or `client_id`. */
  readonly audience: string[];
  /** What pages ask when somebody signs in: where the issuer describes itself, and where it hands out tokens. */
  readonly origins: readonly string[];
  /** The client by which people sign in on pages of this origin, for these scopes. */
  clientFor(origin: string, scopes: readonly string[]): string;
}

/** The environment's issuer, or where it has none a user pool of its own. */
export function signInOf(scope: Construct, settings: Settings): SignIn {
  const { issuer, audience, site } = settings;
  if (issuer === undefined || audience === undefined) return new FleetUserPool(scope, 'SignIn', settings);
  return {
    issuer,
    audience,
    origins: [new URL(issuer).origin, ...(site?.tokenOrigin === undefined ? [] : [site.tokenOrigin])],
    clientFor: () => site?.clientId ?? '',
  };
}
