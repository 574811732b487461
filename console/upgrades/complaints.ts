import type * as z from 'zod';
import { agentUuidSchema } from '../../functions/domain/agent.ts';
import { Refusal } from '../../functions/domain/errors.ts';
import { changeTicketSchema, noteSchema } from '../../functions/domain/job-words.ts';
import { offlinePolicySchema } from '../../functions/domain/offline-policy.ts';
import { rolloutRequestSchema } from '../../functions/domain/rollout-request.ts';
import { refuseStartTooFar } from '../../functions/domain/rollout-time.ts';
import { selectorSchema } from '../../functions/domain/selector.ts';
import type { Draft } from './draft.ts';
import { offlineOf, rolloutOf, selectorOf, tagsIn } from './request.ts';
import { MOST_NAMED, namesIn } from './targets.ts';

/** A sentence for each field that cannot be sent as it is. */
export type Complaints = Partial<Record<keyof Draft, string>>;

/** Complaints of each step of the wizard, in their order: whatever the API would refuse without a look at the fleet. */
export const complaintsOf = (draft: Draft, now: Date): readonly Complaints[] => [
  targetComplaints(draft),
  versionComplaints(draft),
  rolloutComplaints(draft, now),
];

export function targetComplaints(draft: Draft): Complaints {
  if (draft.by === 'names') return nameComplaints(namesIn(draft.names));
  const { agentType, tags, below } = draft;
  const wrong = tagsIn(tags).find((tag) => tag.indexOf('=') < 1);
  if (wrong !== undefined) return { tags: `“${wrong}” is no tag: write name=value.` };
  const isEmpty = agentType === '' && tagsIn(tags).length === 0 && below.trim() === '';
  if (isEmpty) return { agentType: 'Choose by a type, tags or a version: nobody means the whole fleet by nothing.' };
  return complaintsBy(selectorFields, selectorSchema.safeParse(selectorOf(draft)));
}

function nameComplaints(names: readonly string[]): Complaints {
  if (names.length === 0) return { names: 'Name one agent at least.' };
  if (names.length > MOST_NAMED)
    return { names: `One upgrade names ${MOST_NAMED} agents at most; these are ${names.length}.` };
  const wrong = names.find((name) => !agentUuidSchema.safeParse(name).success);
  return wrong === undefined ? {} : { names: `“${wrong}” is no name: letters, digits and : . _ @ + -, at most 200.` };
}

function versionComplaints({ targetVersion, changeTicket, note }: Draft): Complaints {
  const isTicket = changeTicket.trim() === '' || changeTicketSchema.safeParse(changeTicket).success;
  return {
    ...(targetVersion === '' && { targetVersion: 'Choose the version that the agents are to run.' }),
    ...(!isTicket && { changeTicket: 'Write up to 100 printable characters on one line.' }),
    ...(!noteSchema.safeParse(note).success && { note: 'Write up to 1,000 characters.' }),
  };
}

function rolloutComplaints(draft: Draft, now: Date): Complaints {
  const parsed = rolloutRequestSchema.safeParse(rolloutOf(draft));
  const start = parsed.success ? startComplaint(parsed.data, now) : undefined;
  const isWait = offlinePolicySchema.safeParse(offlineOf(draft)).success;
  return {
    ...complaintsBy(rolloutFields, parsed),
    ...(start !== undefined && { startAt: start }),
    ...(!isWait && { waitHours: 'Write whole hours, 1 to 48; empty for 48.' }),
  };
}

function startComplaint(rollout: z.infer<typeof rolloutRequestSchema>, now: Date): string | undefined {
  try {
    refuseStartTooFar(rollout, 0, now);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Where a schema's objection belongs, and its words; a schema's own rules have words of their own. */
type Fields = readonly (readonly [path: RegExp, field: keyof Draft, words: string])[];

const SIZE = 'Write a count such as 5, or a percent such as 10%.';
const SECONDS = 'Write whole seconds, up to 30 days; of waves of your own one number for all, or one for each.';

const selectorFields: Fields = [
  [/^tags/, 'tags', 'At most 10 tags, with names of up to 128 characters and values of up to 256.'],
  [/^agentType/, 'agentType', 'Choose a type.'],
  [/^currentVersion/, 'below', 'Write a version such as 1.5.0.'],
];

const rolloutFields: Fields = [
  [/bakeSeconds$/, 'bakeSeconds', SECONDS],
  [/^waves/, 'waves', `Separate up to 100 sizes with commas. ${SIZE}`],
  [/^canary/, 'canary', SIZE],
  [/^concurrency$/, 'concurrency', SIZE],
  [/^failureThreshold/, 'failureThreshold', SIZE],
  [/^startAt/, 'startAt', 'Write a time with its offset, such as 2026-03-01T22:00:00Z or 2026-03-01T22:00:00+01:00.'],
  [/^window\.days/, 'windowDays', 'Choose one day at least.'],
  [/^window\.start/, 'windowStart', 'Write a time of day from 00:00 to 23:59.'],
  [/^window\.durationMinutes/, 'windowMinutes', 'Write whole minutes, from 15 to a week.'],
  [/^window\.timeZone/, 'windowZone', 'Write an IANA time zone such as Europe/Berlin, or UTC.'],
  [/^alarms/, 'alarms', 'Name up to 10 alarms, each with up to 255 characters.'],
  [/^concurrencyPerTag\.tag/, 'limitedTag', 'Write the name of a tag, up to 128 characters.'],
  [/^concurrencyPerTag\.max/, 'tagLimit', 'Write how many agents, 1 or more.'],
];

/** @throws Error where an objection belongs to no field: nobody could do anything about it */
function complaintsBy(fields: Fields, { error }: { readonly error?: z.ZodError | undefined }): Complaints {
  const complaints: Complaints = {};
  for (const { path, code, message } of error?.issues ?? []) {
    const found = fields.find(([pattern]) => pattern.test(path.join('.')));
    if (found === undefined) throw new Error(`There is no field for ${path.join('.')}: ${message}`);
    const [, field, words] = found;
    complaints[field] ??= code === 'custom' ? sentence(message) : words;
  }
  return complaints;
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
