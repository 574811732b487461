import { Failure } from '../failures.ts';
import type { World } from '../world.ts';
import { addressSchema } from './address.ts';
import { readLocalStack } from './local-stack.ts';
import { type Profile, readProfile } from './profile.ts';

export interface TargetFlags {
  readonly url?: string | undefined;
  readonly profile?: string | undefined;
}

/** Which deployment is called, and what its tokens come from. */
export interface Target {
  readonly url: string;
  readonly token:
    | { readonly from: 'environment' | 'local'; readonly value: string }
    | { readonly from: 'profile'; readonly name: string; readonly profile: Profile };
}

/** The profile that is meant where nobody names one. */
const DEFAULT_PROFILE = 'default';

/** The name of the profile that flags and environment mean. */
export const profileName = ({ profile }: TargetFlags, { env }: World): string =>
  profile ?? env['FLEET_PROFILE'] ?? DEFAULT_PROFILE;

/**
 * Flags win over FLEET_URL and FLEET_TOKEN, these over the profile, and that over the stack that runs on this machine. A token goes to
 * the address that it belongs to, and nowhere else.
 * @throws Failure (usage) where no deployment is known; (refused) where there is no token for it
 */
export function targetOf(flags: TargetFlags, world: World): Target {
  const named = flags.profile ?? world.env['FLEET_PROFILE'];
  const name = profileName(flags, world);
  const profile = readProfile(world, name);
  if (named !== undefined && profile === undefined)
    throw new Failure('usage', `There is no profile "${name}": fleet login --profile ${name} --url … makes it.`);
  const chosen = flags.profile === undefined ? (world.env['FLEET_URL'] ?? profile?.url) : profile?.url;
  const url = checked(flags.url ?? chosen ?? readLocalStack(world)?.url);
  const token = environmentToken(url, world);
  const login = profile?.url === url ? profile : undefined;
  if (login?.token !== undefined && (token === undefined || flags.profile !== undefined))
    return { url, token: { from: 'profile', name, profile: login } };
  if (token !== undefined) return { url, token: { from: 'environment', value: token } };
  const local = readLocalStack(world);
  if (local?.url === url) return { url, token: { from: 'local', value: local.token } };
  throw new Failure('refused', `There is no token for ${url}: set FLEET_TOKEN, or call fleet login.`);
}

/** FLEET_TOKEN belongs to FLEET_URL where that is set, and to no other address. */
function environmentToken(url: string, { env }: World): string | undefined {
  const { FLEET_TOKEN: token, FLEET_URL: own } = env;
  if (token === undefined || token === '') return undefined;
  return own === undefined || checked(own) === url ? token : undefined;
}

/** The address as it is called. @throws Failure (usage) */
export function checked(url: string | undefined): string {
  if (url === undefined || url === '')
    throw new Failure('usage', 'Which deployment? Give --url or FLEET_URL, call fleet login, or run npm start here.');
  const parsed = addressSchema.safeParse(url);
  if (parsed.success) return parsed.data;
  throw new Failure('usage', `${url} is no address for tokens: it takes https://, or http:// on this machine.`);
}
