import * as z from 'zod';
import { claimNameSchema, permissions, scopesSchema, subjectsSchema } from '../../functions/domain/token-rules.ts';

/** Lambda takes 4,096 bytes of environment a function. */
const LARGEST_SUBJECTS = 800;

const deployedSubjectsSchema = subjectsSchema.refine(
  (subjects) => Buffer.byteLength(JSON.stringify(subjects)) <= LARGEST_SUBJECTS,
  `over ${LARGEST_SUBJECTS} bytes of JSON, more than the functions' environment holds`,
);

/** Cognito takes none of these words in the name of a domain. */
export const RESERVED = /aws|amazon|cognito/;

/** By which people sign in with a user pool of the deployment's own. */
export const CONSOLE_CLIENT = 'console';

/** What an authorizer of API Gateway compares a token with. */
const LARGEST_AUDIENCE = 50;

const areDifferent = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** A user pool of the deployment's own, for whoever has no identity provider. */
const poolSchema = z.strictObject({
  /** What the address begins with where tokens are fetched: unique among all accounts of the region. Of the environment and the account unless given. */
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .refine((prefix) => !RESERVED.test(prefix), 'with aws, amazon or cognito in it')
    .exactOptional(),
  /** The clients by which machines get tokens, and what these may do. Each is billed by the month, used or not. */
  machines: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,29}$/), z.array(z.enum(permissions)).min(1))
    .refine((machines) => !Object.hasOwn(machines, CONSOLE_CLIENT), `${CONSOLE_CLIENT} is the client of people`)
    .refine(
      (machines) => areDifferent(Object.keys(machines).map((name) => name.replaceAll('-', ''))),
      'two machines whose names differ in hyphens alone would have one output',
    )
    .refine((machines) => Object.keys(machines).length < LARGEST_AUDIENCE, `${LARGEST_AUDIENCE} machines or more`)
    .exactOptional(),
});

/** Whose tokens count, and what they allow. */
export const tokens = {
  issuer: z
    .string()
    .refine(isIssuer, 'not an https URL without user name, query and fragment')
    .exactOptional()
    .describe(
      "the https URL that your identity provider puts into its tokens' iss claim: https://login.example.com, or leave it and the audience out for a user pool of the deployment's own",
    ),
  audience: z
    .array(z.string().min(1))
    .min(1)
    .max(LARGEST_AUDIENCE)
    .exactOptional()
    .describe('the values that tokens may carry as aud or client_id, 1 to 50 of them: fleet-upgrade'),
  pool: poolSchema
    .exactOptional()
    .describe(
      "{ domainPrefix, machines: { pipeline: ['read', 'upgrade'] } } of the user pool that is made where there is no issuer, or leave it out for the pool's defaults",
    ),
  scopeClaim: claimNameSchema.describe('the claim that holds the scopes of a token: scope, scp or roles'),
  /** What the identity provider calls them. */
  scopes: scopesSchema.describe(
    '{ read, upgrade, admin }: three different names without spaces, commas or brackets, such as Fleet.Read or api://fleet/fleet.read; those left out are fleet/read, fleet/upgrade and fleet/admin',
  ),
  /** Which agents a token is for. */
  fenceClaim: claimNameSchema
    .default('allowedTags')
    .describe('the claim that lists the tags of the agents that a token is for, or leave it out for allowedTags'),
  /** Who may do what, where tokens carry no scopes. */
  subjects: deployedSubjectsSchema
    .default([])
    .describe(
      "a list of up to 20 { subject, may: ['read', 'upgrade', 'admin'] }, with a subject such as repo:acme/fleet:ref:refs/heads/main or repo:acme/fleet:*, or leave it out where tokens carry scopes",
    ),
};

/** Whoever has a repository there gets tokens of these issuers, for any audience. */
const OPEN_ISSUERS = ['https://token.actions.githubusercontent.com', 'https://gitlab.com'];

/** Whether the issuer gives tokens to everybody who asks. */
export const isOpenIssuer = (issuer: string): boolean =>
  OPEN_ISSUERS.some((open) => issuer === open || issuer.startsWith(`${open}/`));

/** API Gateway takes https alone; http is for the embedded stack's issuer, which never leaves this machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  // OpenID Connect: an issuer has neither query nor fragment. A password in it would be in the template.
  if ([username, password, search, hash].some((part) => part !== '')) return false;
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}
