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

/** Else a claim that the repository itself fills would decide. */
const deployableSchema = settingsSchema.refine(({ issuer, subjects }) => subjects.length > 0 || !isOpenIssuer(issuer), {
  path: ['subjects'],
  error: 'this issuer gives tokens to everybody, and they carry no scopes',
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/** What the functions are told of tokens. */
export const tokenRulesOf = ({ scopeClaim, scopes, fenceClaim, subjects }: Settings): TokenRules => ({
  scopeClaim,
  scopes,
  fenceClaim,
  subjects,
});

/** @throws Error with a sentence for each setting that is missing, wrong or unknown; it says what to write. */
export function parseSettings(input: unknown): Settings {
  const parsed = deployableSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(['These settings cannot be used:', ...parsed.error.issues.map(sentence)].join('\n- '));
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const setting = Object.entries(settingsSchema.shape).find(([name]) => name === path[0])?.[1];
  if (setting === undefined) return `${message}. The settings are ${Object.keys(settingsSchema.shape).join(', ')}.`;
  return `${path.join('.')} cannot be used (${message}). Write ${setting.description}.`;
}
