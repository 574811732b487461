import type { Schemas } from '../../bin/client/client.ts';
import type { Size } from '../../functions/domain/size.ts';
import type { Draft } from './draft.ts';
import { namesIn, pair } from './targets.ts';

type Rollout = Schemas['Rollout'];

/** What is posted for a draft. Where there are complaints of it, it is nothing that the API would take. */
export function requestOf(draft: Draft): Schemas['UpgradeRequest'] {
  const { targetVersion, note, changeTicket, downgrade } = draft;
  const who = draft.by === 'names' ? { agentUuids: namesIn(draft.names) } : { selector: selectorOf(draft) };
  return {
    ...who,
    targetVersion,
    ...(note.trim() !== '' && { note }),
    ...(changeTicket.trim() !== '' && { changeTicket: changeTicket.trim() }),
    ...(downgrade !== 'as-deployed' && { allowDowngrade: downgrade === 'allowed' }),
    reinstall: draft.isReinstall,
    offline: offlineOf(draft),
    simulated: false,
    rollout: rolloutOf(draft),
  };
}

export function selectorOf({ agentType, tags, below }: Draft): Schemas['Selector'] {
  const given = entriesIn(tags, /[,\n]+/);
  return {
    ...(given.length > 0 && { tags: Object.fromEntries(given.map(pair)) }),
    ...(agentType !== '' && { agentType }),
    ...(below.trim() !== '' && { currentVersion: { below: below.trim() } }),
  };
}

export const offlineOf = ({ offline, waitHours }: Draft): NonNullable<Schemas['UpgradeRequest']['offline']> =>
  offline === 'fail' || waitHours.trim() === '' ? offline : { waitHours: wholeIn(waitHours) };

export function rolloutOf(draft: Draft): Rollout {
  const { concurrency, failureThreshold, onFailure, approval, startAt, limitedTag, tagLimit } = draft;
  const alarms = entriesIn(draft.alarms, /\n+/);
  return {
    ...wavesOf(draft),
    concurrency: sizeIn(concurrency),
    failureThreshold: sizeIn(failureThreshold),
    onFailure,
    approval: approval === 'none' ? false : approval === 'first' ? true : approval,
    ...(startAt.trim() !== '' && { startAt: startAt.trim() }),
    ...(draft.isWindowed && { window: windowOf(draft) }),
    ...(alarms.length > 0 && { alarms }),
    ...((limitedTag.trim() !== '' || tagLimit.trim() !== '') && {
      concurrencyPerTag: { tag: limitedTag.trim(), max: wholeIn(tagLimit) },
    }),
  };
}

/** How the agents are divided, and how long each part is watched. */
export function wavesOf({ strategy, canary, waves, bakeSeconds }: Draft): Rollout {
  const bakes = entriesIn(bakeSeconds, ',').map(wholeIn);
  if (strategy === 'waves') return { waves: watchedWaves(entriesIn(waves, ',').map(sizeIn), bakes) };
  return {
    ...(strategy === 'canary' && { canary: sizeIn(canary) }),
    ...(bakeSeconds.trim() !== '' && { bakeSeconds: wholeIn(bakeSeconds) }),
  };
}

/** One number is for all of them; else there is one for each, and no number where there are not as many. */
function watchedWaves(sizes: readonly Size[], bakes: readonly number[]): NonNullable<Rollout['waves']> {
  const each = bakes.length < 2 ? sizes.map(() => bakes[0] ?? 0) : bakes;
  return sizes.map((size, at) => ({
    size,
    bakeSeconds: each.length === sizes.length ? (each[at] ?? Number.NaN) : Number.NaN,
  }));
}

const windowOf = ({ windowDays, windowStart, windowMinutes, windowZone }: Draft): Schemas['Window'] => ({
  days: [...windowDays],
  start: windowStart.trim(),
  durationMinutes: wholeIn(windowMinutes),
  timeZone: windowZone.trim(),
});

/** Digits as a number; all else is none, which no schema takes. */
const wholeIn = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);

/** A size as it was typed: digits are a count, all else is for the API to judge. */
const sizeIn = (text: string): Size => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim());

/** What is written between separators. */
const entriesIn = (text: string, separator: string | RegExp): string[] =>
  text
    .split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Tags as they are typed, each once. */
export const tagsIn = (text: string): string[] => [...new Set(entriesIn(text, /[,\n]+/))];
