import * as z from 'zod';

/** What callers may be allowed, one not within the other: an administrator who upgrades needs both. */
export const permissions = ['read', 'upgrade', 'admin'] as const;
export type Permission = (typeof permissions)[number];

/** A claim's name, such as `scp` or `https://fleet.example.com/scopes`. */
export const claimNameSchema = z.string().min(1).max(128);

/** Tokens list scopes with spaces, or commas, between them, and API Gateway puts a list into brackets. */
const scopeNameSchema = z
  .string()
  .max(100)
  .regex(/^[^\s,[\]]+$/, 'no space, comma or bracket');

/** What the identity provider calls the three permissions. */
export const scopesSchema = z
  .strictObject({
    read: scopeNameSchema.default('fleet/read'),
    upgrade: scopeNameSchema.default('fleet/upgrade'),
    admin: scopeNameSchema.default('fleet/admin'),
  })
  .refine((scopes) => new Set(Object.values(scopes)).size === permissions.length, 'two scopes have one name')
  .prefault({});

/**
 * A subject, or with `*` at its end whatever begins like it. What is before the `*` has to name an owner and end with that name: anybody may have a
 * repository whose subject begins with `repo:`, or with `repo:acme`.
 */
const isSubjectPattern = (text: string): boolean => /^([^*]+|[^*/]+\/([^*]*[:/])?\*)$/.test(text);

/** Who may do what where tokens carry no scopes. The first rule that fits a subject counts. */
export const subjectsSchema = z
  .array(
    z.strictObject({
      subject: z
        .string()
        .max(200)
        .refine(isSubjectPattern, 'a subject, or one that ends with /* or :* behind the name of its owner'),
      may: z.array(z.enum(permissions)).min(1),
    }),
  )
  .max(20);

/** How a deployment reads the tokens of its identity provider. */
export const tokenRulesSchema = z.strictObject({
  /** The claim that lists the scopes. */
  scopeClaim: claimNameSchema,
  scopes: scopesSchema,
  /** The claim that lists the tags of agents that a token is for; a token without it is for all agents. */
  fenceClaim: claimNameSchema,
  /** Where there are some, they alone decide, and no claim does. */
  subjects: subjectsSchema,
});
export type TokenRules = z.infer<typeof tokenRulesSchema>;

/** Does the subject fit the pattern of a rule? */
export const fitsSubject = (pattern: string, subject: string): boolean =>
  pattern.endsWith('*') ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern;
