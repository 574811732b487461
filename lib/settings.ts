import * as z from 'zod';
import type { TokenRules } from '../functions/domain/token-rules.ts';
import { fleet } from './settings/fleet.ts';
import { operations } from './settings/operations.ts';
import { isOpenIssuer, tokens } from './settings/tokens.ts';
import { web } from './settings/web.ts';

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
 * @throws Error with a sentence for each setting that is missing, wrong or unknown; it says what to write.
 */
export function parseSettings(input: object, needed: readonly Name[] = []): Settings {
  const missing = needed.filter((name) => !Object.hasOwn(input, name)).map(sentenceOfMissing);
  const parsed = deployableSchema.safeParse(input);
  if (parsed.success && missing.length === 0) return parsed.data;
  const wrong = parsed.error?.issues.map(sentence) ?? [];
  throw new Error(['These settings cannot be used:', ...missing, ...wrong].join('\n- '));
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const setting = Object.entries(settingsSchema.shape).find(([name]) => name === path[0])?.[1];
  if (setting === undefined) return `${message}. The settings are ${Object.keys(settingsSchema.shape).join(', ')}.`;
  return `${path.join('.')} cannot be used (${message}). Write ${setting.description}.`;
}

function sentenceOfMissing(name: Name): string {
  const what = settingsSchema.shape[name].description?.replace(/, or leave it out.*/, '');
  return `${name} is missing, and this environment does not do without it. Write ${what}.`;
}
