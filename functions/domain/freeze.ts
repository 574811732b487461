import * as z from 'zod';
import { Refusal } from './errors.ts';
import { type Fence, outsideFence } from './fence.ts';
import { tagNameSchema, tagOf } from './tags.ts';

/** Freezes in force at once. Whoever sends reads all of them before, and 100 of at most about 4 KB fit one query's page of 1 MB. */
export const MOST_FREEZES = 100;

/** Bytes of a scope's text. DynamoDB takes sort keys of 1,024 bytes, and the store writes a few of its own in front. */
const LONGEST_SCOPE_KEY = 1_000;

/** Whose agents get nothing: all, or those that have the tag with this value. */
const anyScopeSchema = z.union([z.literal('all'), z.strictObject({ tag: tagNameSchema, value: z.string().max(256) })], {
  error: '"all", or a tag of 1 to 128 characters with its value, such as {"tag": "site", "value": "berlin"}',
});
type FreezeScope = z.infer<typeof anyScopeSchema>;

const scopeSchema = anyScopeSchema.refine(
  (scope) => new TextEncoder().encode(scopeKey(scope)).length <= LONGEST_SCOPE_KEY,
  `tag and value come to over ${LONGEST_SCOPE_KEY} bytes`,
);

const reasonSchema = z.string().trim().min(1, 'say why, for those who have to wait').max(500);

/** No commands are sent to the agents of the scope. There is at most one freeze of a scope. */
export const freezeSchema = z.strictObject({
  scope: scopeSchema,
  reason: reasonSchema,
  /** From this time on it is over; null: it lasts until somebody deletes it. */
  until: z.iso.datetime({ offset: true }).nullable(),
  createdAt: z.iso.datetime(),
  /** The subject of the administrator's token. */
  createdBy: z.string(),
});
export type Freeze = z.infer<typeof freezeSchema>;

/** What an administrator asks for. `until` comes out in UTC; one that no four-digit year holds in UTC is refused. */
export const freezeRequestSchema = z.strictObject({
  scope: scopeSchema.default('all'),
  reason: reasonSchema,
  until: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text).toISOString())
    .pipe(z.iso.datetime())
    .nullable()
    .default(null),
});
export type FreezeRequest = z.infer<typeof freezeRequestSchema>;

/** @throws Refusal (UNTIL_PAST) where it would be over already */
export function newFreeze(request: FreezeRequest, createdBy: string, now: Date): Freeze {
  const freeze = { ...request, createdAt: now.toISOString(), createdBy };
  if (isActive(freeze, now)) return freeze;
  const detail = 'until has passed already; name a later time, or leave it out to freeze until the freeze is deleted.';
  throw new Refusal('unacceptable', 'UNTIL_PAST', detail, [{ pointer: '/until', detail: 'not in the future' }]);
}

/**
 * The scope as one text, the same for the same scope and for no other: `all`, or a tag such as `tag:site=berlin`. A tag's name may
 * itself have `=` in it, which is written `%3D` here (and `%` is `%25`); the value stays as it is.
 */
export function scopeKey(scope: FreezeScope): string {
  return scope === 'all' ? scope : `tag:${scope.tag.replace(/[%=]/g, encodeURIComponent)}=${scope.value}`;
}

/** @throws Refusal where the scope of this key has agents outside the fence */
export function refuseScopeOutside(key: string, fence: Fence | null): void {
  if (fence === null || fence.some((tag) => scopeKey(tag) === key)) return;
  throw outsideFence('The scope of the freeze has agents');
}

/** The freeze is in force up to, not including, its end. */
export function isActive({ until }: Pick<Freeze, 'until'>, now: Date): boolean {
  return until === null || new Date(until) > now;
}

/** Is an agent with these tags in the scope of the freeze? Whether it is in force is another question. */
export function covers({ scope }: Pick<Freeze, 'scope'>, tags: Readonly<Record<string, string>>): boolean {
  return scope === 'all' || tagOf(tags, scope.tag) === scope.value;
}

/** The freeze in force because of which an agent with these tags gets nothing: one of all agents before any other. */
export function freezeThatCovers(
  freezes: readonly Freeze[],
  tags: Readonly<Record<string, string>>,
  now: Date,
): Freeze | undefined {
  const found = freezes.filter((freeze) => isActive(freeze, now) && covers(freeze, tags));
  return found.find(({ scope }) => scope === 'all') ?? found[0];
}

/** A sentence for people, such as `Sending is frozen for site=berlin by alice until 2026-01-16T08:00:00.000Z: a fair`. */
export function freezeDetail({ scope, reason, until, createdBy }: Freeze): string {
  const whose = scope === 'all' ? 'all agents' : `${scope.tag}=${scope.value}`;
  return `Sending is frozen for ${whose} by ${createdBy}${until === null ? '' : ` until ${until}`}: ${reason}`;
}
