import * as z from 'zod';

/** What discovery says of nodes and agents. */
export const findingKinds = ['found', 'new', 'unmapped', 'duplicate', 'vanished'] as const;
export type FindingKind = (typeof findingKinds)[number];

const countsSchema = z.record(z.enum(findingKinds), z.int().min(0));
export type Counts = z.infer<typeof countsSchema>;

/**
 * A walk over all managed nodes: `looking` at page after page of them, then `comparing` the inventory with what was seen, since only who has
 * seen all can say who vanished.
 */
export const walkSchema = z.strictObject({
  startedAt: z.iso.datetime(),
  phase: z.enum(['looking', 'comparing', 'done']),
  /** Where looking goes on; null at the beginning. */
  cursor: z.string().nullable(),
  /** How many chunks of seen nodes are stored. */
  chunks: z.int().min(0),
  nodes: z.int().min(0),
  counts: countsSchema,
  /** 0 before the walk is stored. */
  revision: z.int().min(0),
});
export type Walk = z.infer<typeof walkSchema>;

export const noCounts: Counts = { found: 0, new: 0, unmapped: 0, duplicate: 0, vanished: 0 };

/** A walk from the beginning, in place of the last one. */
export const newWalk = (now: Date, last?: Walk): Walk => ({
  startedAt: now.toISOString(),
  phase: 'looking',
  cursor: null,
  chunks: 0,
  nodes: 0,
  counts: noCounts,
  revision: last?.revision ?? 0,
});

/** A walk that is older saw nodes that may be others by now, and nobody says how long the cursors of Systems Manager live. */
const LONGEST_WALK_MS = 86_400_000;

/** The walk that a call takes up: the last one where it is under way, else a new one. */
export function walkToTakeUp(last: Walk | undefined, now: Date): Walk {
  const goesOn =
    last !== undefined && last.phase !== 'done' && now.getTime() - Date.parse(last.startedAt) < LONGEST_WALK_MS;
  return goesOn ? last : newWalk(now, last);
}

/** Whether the schedule has something to do: a walk is under way, or the last one began at least `everyMinutes` ago. */
export function isDue(last: Walk | undefined, everyMinutes: number, now: Date): boolean {
  if (last === undefined || last.phase !== 'done') return true;
  // The schedule ticks some seconds early or late: half a minute early is in time.
  return now.getTime() - Date.parse(last.startedAt) >= everyMinutes * 60_000 - 30_000;
}
