import { Refusal } from './domain/errors.ts';
import { fitsSubject, type Permission, type TokenRules } from './domain/token-rules.ts';
import type { Route, Scope } from './routes.ts';

/** The claims of a token that API Gateway has checked, as it hands them over: all text, a list as `[a b]`. */
export type Claims = Readonly<Record<string, unknown>>;

/** Whoever a token is of. */
export interface Caller {
  /** The subject of the token. */
  readonly subject: string;
  /** Does the token carry this scope, too? The route's own is checked before. */
  hasScope(scope: Scope): boolean;
}

const permissionOf = {
  'fleet/read': 'read',
  'fleet/upgrade': 'upgrade',
  'fleet/admin': 'admin',
} as const satisfies Record<Scope, Permission>;

/** The caller, where the token allows the route. @throws Refusal (forbidden) where it does not, or does not say whose it is */
export function authorize(claims: Claims, { scope }: Route, rules: TokenRules): Caller {
  const permissions = permissionsOf(claims, rules);
  if (!permissions.has(permissionOf[scope])) throw scopeMissing(permissionOf[scope], rules);
  const subject = claimOf(claims, 'sub');
  if (subject === '') throw subjectMissing();
  return { subject, hasScope: (other) => permissions.has(permissionOf[other]) };
}

function permissionsOf(claims: Claims, { scopeClaim, scopes, subjects }: TokenRules): ReadonlySet<string> {
  if (subjects.length > 0) {
    const subject = claimOf(claims, 'sub');
    return new Set(subjects.find((rule) => fitsSubject(rule.subject, subject))?.may);
  }
  const carried = listed(claimOf(claims, scopeClaim));
  return new Set(Object.entries(scopes).flatMap(([permission, name]) => (carried.includes(name) ? [permission] : [])));
}

/** API Gateway writes a list as `[a b]`, and OAuth 2 a string as `a b`. */
const listed = (text: string): readonly string[] => text.replace(/^\[(.*)\]$/, '$1').split(/[\s,]+/);

/** A claim as text; empty where the token has none. */
export const claimOf = (claims: Claims, name: string): string =>
  Object.hasOwn(claims, name) ? String(claims[name] ?? '') : '';

function scopeMissing(permission: Permission, { scopeClaim, scopes, subjects }: TokenRules): Refusal {
  const detail =
    subjects.length > 0
      ? `The subject of the token may not ${permission}: here the setting subjects says who may.`
      : `The token lacks the scope ${scopes[permission]} in its claim ${scopeClaim}.`;
  return new Refusal('forbidden', 'SCOPE_MISSING', detail);
}

/** Without a name there would be no telling who asked, and all who have none could approve each other's jobs, or share their keys. */
function subjectMissing(): Refusal {
  const detail = 'The token has no claim sub, which says whose it is; ask for one of a user or a client.';
  return new Refusal('forbidden', 'SUBJECT_MISSING', detail);
}
