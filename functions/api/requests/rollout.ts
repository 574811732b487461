import { tagLimitSchema } from '../../domain/lane.ts';
import { rolloutRequestSchema } from '../../domain/rollout-request.ts';
import { windowSchema } from '../../domain/window.ts';
import { describe } from '../described.ts';

const sizes = (description: string, least: number, example: unknown) => ({
  description: `${description} A count, or a percent such as "10%".`,
  example,
  override: {
    anyOf: [
      { type: 'integer', minimum: least },
      { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3})?%$' },
    ],
  },
});

const rollout = rolloutRequestSchema.unwrap();
describe(
  rollout,
  'Rollout',
  'How an upgrade is rolled out. Without waves or canary: a canary of 1%, at most 10 agents, and then waves of twice as many each time.',
  {
    concurrency: sizes('How many agents are upgraded at once; 50 unless given.', 1, 50),
    concurrencyPerTag: { description: 'On top of that, how many agents with the same value of a tag at once.' },
    startAt: {
      description: 'When the first wave begins; at once unless given.',
      override: { type: 'string', format: 'date-time' },
    },
    window: { description: 'When commands may be sent, every week; always unless given.' },
    waves: { description: 'The waves, one after the other; whoever is left after the last one is a wave more.' },
    canary: sizes('In place of waves: one wave of so many agents first, and then all others.', 1, '10%'),
    bakeSeconds: {
      description: 'How long the canary, or each wave of the default plan, is watched, in seconds.',
      example: 300,
    },
    failureThreshold: sizes('Failed agents that the job bears; "2%" unless given.', 0, '2%'),
    onFailure: {
      description:
        'What happens where more fail: nothing more is sent, it waits for a person, or what it changed is taken back.',
    },
    alarms: {
      description: 'Names of CloudWatch alarms of which none may be in ALARM before a wave begins.',
      override: { type: 'array', minItems: 1, maxItems: 10, items: { type: 'string', minLength: 1, maxLength: 255 } },
    },
    approval: {
      description: 'Somebody else has to approve: before the first wave (true), or once the first wave is through.',
    },
  },
);

describe(windowSchema, 'Window', 'Every week on some days from a wall-clock time on, for some minutes.', {
  days: { description: 'The days on which it opens.' },
  start: { description: 'When it opens, by the clock on the wall there.', example: '22:00' },
  durationMinutes: { description: 'How long it is open, in minutes.', example: 240 },
  timeZone: {
    description: 'An IANA time zone.',
    example: 'Europe/Berlin',
    override: { type: 'string', maxLength: 64 },
  },
});
describe(tagLimitSchema, 'TagLimit', 'How many agents with the same value of a tag may be in flight at once.', {
  tag: { description: 'The name of the tag.', example: 'site' },
  max: { description: 'Agents with the same value of it at once.', example: 5 },
});
