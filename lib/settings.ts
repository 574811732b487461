import * as z from 'zod';
import { permissions, type TokenRules } from '../functions/domain/token-rules.ts';
import { fleet } from './settings/fleet.ts';
import { operations } from './settings/operations.ts';
import { isOpenIssuer, RESERVED, tokens } from './settings/tokens.ts';
import { web } from './settings/web.ts';

/** Whoever deploys has to write something else; the message says what. It needs no stack trace. */
export class UnusableSettings extends Error {
  override readonly name = 'UnusableSettings';
}

/** Every description says what to write: it ends the message where a setting is missing or wrong. */
const settingsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .describe('a lower-case name of at most 20 characters such as dev: it becomes part of every resource name'),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .exactOptional()
    .describe('the 12 digits of an AWS account, or leave it out to deploy into the account that is signed in'),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .exactOptional()
    .describe('an AWS region such as eu-central-1, or leave it out to deploy into the region that is signed in'),
  ...tokens,
  ...fleet,
  ...web,
  ...operations,
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
type Name = keyof Settings;

/** Not `aws.cognito.signin.user.admin`: a token with it may change how its owner signs in. */
const SCOPES_OF_PEOPLE: ReadonlySet<string> = new Set([
  ...['openid', 'email', 'profile'],
  ...permissions.map((permission) => `fleet/${permission}`),
]);

/** Route 53 would append the zone's name to any other. */
function isInItsZone(domain: Settings['domain']): boolean {
  if (domain?.zone === undefined) return true;
  const zone = domain.zone.name.replace(/\.$/, '');
  return domain.name === zone || domain.name.endsWith(`.${zone}`);
}

/** What no setting says alone: how it must not be, which one is wrong then, and why. */
const contradictions: readonly {
  readonly is: (settings: Settings) => boolean;
  readonly at: Name;
  readonly why: string;
}[] = [
  {
    is: ({ issuer, audience }) => issuer !== undefined && audience === undefined,
    at: 'audience',
    why: 'without it every token of the issuer would count, whatever it is for',
  },
  {
    is: ({ issuer, audience }) => issuer === undefined && audience !== undefined,
    at: 'issuer',
    why: 'there is an audience and nobody who gives tokens for it',
  },
  {
    is: ({ issuer, pool }) => issuer !== undefined && pool !== undefined,
    at: 'pool',
    why: 'there is an issuer, so that no user pool is made',
  },
  {
    is: ({ issuer, scopeClaim, scopes, subjects }) =>
      issuer === undefined &&
      (scopeClaim !== 'scope' ||
        subjects.length > 0 ||
        Object.entries(scopes).some(([permission, scope]) => scope !== `fleet/${permission}`)),
    at: 'scopes',
    why: "a user pool of the deployment's own has fleet/read, fleet/upgrade and fleet/admin in the claim scope, and no subjects",
  },
  {
    // Else a claim that the repository itself fills would decide.
    is: ({ issuer, subjects }) => issuer !== undefined && isOpenIssuer(issuer) && subjects.length === 0,
    at: 'subjects',
    why: 'this issuer gives tokens to everybody, and they carry no scopes',
  },
  {
    is: ({ issuer, site }) =>
      site !== undefined && (issuer === undefined ? site.clientId !== undefined : site.clientId === undefined),
    at: 'site',
    why: "an issuer has a client for it, and a user pool of the deployment's own gets one",
  },
  {
    is: ({ region, domain }) =>
      domain !== undefined && region !== undefined && !domain.certificateArn.includes(`:acm:${region}:`),
    at: 'domain',
    why: 'the certificate is in another region than the deployment',
  },
  {
    is: ({ region, alarmTargets }) =>
      region !== undefined &&
      alarmTargets.some((target) => target.startsWith('arn:') && !target.includes(`:sns:${region}:`)),
    at: 'alarmTargets',
    why: 'CloudWatch tells no topic of another region than the deployment',
  },
  {
    is: ({ domain }) => !isInItsZone(domain),
    at: 'domain',
    why: 'its name is not in its zone, so that it would be written as another name',
  },
  {
    is: ({ site }) => !isInItsZone(site?.domain),
    at: 'site',
    why: 'the name of its domain is not in its zone, so that it would be written as another name',
  },
  {
    is: ({ domain, site }) => domain !== undefined && domain.name === site?.domain?.name,
    at: 'site',
    why: 'the API has the name of its domain already',
  },
  {
    is: ({ issuer, site }) =>
      issuer === undefined && (site?.scopes ?? []).some((scope) => !SCOPES_OF_PEOPLE.has(scope)),
    at: 'site',
    why: `a user pool of the deployment's own gives people no scopes but ${[...SCOPES_OF_PEOPLE].join(', ')}`,
  },
  {
    is: ({ issuer, name, pool }) => issuer === undefined && pool?.domainPrefix === undefined && RESERVED.test(name),
    at: 'pool',
    why: 'its address would have the name of the environment in it, and Cognito takes none with aws, amazon or cognito',
  },
  {
    is: ({ site }) => site?.domain !== undefined && !site.domain.certificateArn.includes(':acm:us-east-1:'),
    at: 'site',
    why: 'CloudFront takes certificates of us-east-1 alone',
  },
];

const deployableSchema = settingsSchema.superRefine((settings, context) => {
  for (const { is, at, why } of contradictions)
    if (is(settings)) context.addIssue({ code: 'custom', path: [at], message: why });
});

/** What the functions are told of tokens. */
export const tokenRulesOf = ({ scopeClaim, scopes, fenceClaim, subjects }: Settings): TokenRules => ({
  scopeClaim,
  scopes,
  fenceClaim,
  subjects,
});

/**
 * @param needed settings that are not to be left out, though others may
 * @throws UnusableSettings with a sentence for each setting that is missing, wrong or unknown; it says what to write.
 */
export function parseSettings(input: object, needed: readonly Name[] = []): Settings {
  const given = new Map(Object.entries(input));
  const missing = needed.filter((name) => isNothing(given.get(name))).map(sentenceOfMissing);
  const parsed = deployableSchema.safeParse(input);
  if (parsed.success && missing.length === 0) return parsed.data;
  const wrong = parsed.error?.issues.map(sentence) ?? [];
  throw new UnusableSettings(['These settings cannot be used:', ...missing, ...wrong].join('\n- '));
}

const isNothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

function sentence({ path, message }: z.core.$ZodIssue): string {
  const setting = Object.entries(settingsSchema.shape).find(([name]) => name === path[0])?.[1];
  if (setting === undefined) return `${message}. The settings are ${Object.keys(settingsSchema.shape).join(', ')}.`;
  return `${path.join('.')} cannot be used (${message}). Write ${setting.description}.`;
}

function sentenceOfMissing(name: Name): string {
  const what = settingsSchema.shape[name].description?.replace(/, or leave it out.*/, '');
  return `${name} is missing, and this environment does not do without it. Write ${what}.`;
}
