import { Refusal } from './domain/errors.ts';
import { type Caller, type Fence, outsideFence, parseFence } from './domain/fence.ts';
import { fitsSubject, type Permission, type TokenRules } from './domain/token-rules.ts';
import type { ProtectedRoute, Scope } from './routes.ts';

/** The claims of a token that API Gateway has checked, as it hands them over: all text, a list as `[a b]`. */
export type Claims = Readonly<Record<string, unknown>>;

/** Whoever a token is of. */
export interface Authorized extends Caller {
  /** Does the token carry this scope, too? The route's own is checked before. */
  hasScope(scope: Scope): boolean;
}

const permissionOf = {
  'fleet/read': 'read',
  'fleet/upgrade': 'upgrade',
  'fleet/admin': 'admin',
} as const satisfies Record<Scope, Permission>;

/** The caller, where the token allows the route. @throws Refusal (forbidden) where it does not, or does not say whose or what for it is */
export function authorize(claims: Claims, { scope, fenced }: ProtectedRoute, rules: TokenRules): Authorized {
  const permissions = permissionsOf(claims, rules);
  if (!permissions.has(permissionOf[scope])) throw scopeMissing(permissionOf[scope], rules);
  const subject = claimOf(claims, 'sub');
  if (subject === '') throw subjectMissing();
  const fence = fenceOf(claims, rules);
  if (fence !== null && fenced !== true) throw outsideFence('This reaches');
  return { subject, fence, hasScope: (other) => permissions.has(permissionOf[other]) };
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

/** A claim that is there and tells no fence lets nobody in: who wrote it wanted to limit something. */
function fenceOf(claims: Claims, { fenceClaim }: TokenRules): Fence | null {
  if (!Object.hasOwn(claims, fenceClaim)) return null;
  const fence = parseFence(claimOf(claims, fenceClaim));
  if (fence !== undefined) return fence;
  const detail = `The claim ${fenceClaim} of the token is no list of up to 20 tags such as site=berlin, percent-encoded as in site=new%20york.`;
  throw new Refusal('forbidden', 'FENCE_INVALID', detail);
}

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
