import type { Schemas } from '../../bin/client/client.ts';
import { MOST_NAMED, namesIn, pair, type Targets } from './targets.ts';
import { isSize, sizeOf, wavesIn } from './wave-preview.ts';

/** A new upgrade as far as its fields are filled in: all of it text, as it was typed. */
export interface Draft {
  readonly by: Targets['kind'];
  readonly names: string;
  readonly agentType: string;
  /** Tags as name=value, separated by commas or lines. */
  readonly tags: string;
  /** Only agents below this version; empty for all. */
  readonly below: string;
  readonly targetVersion: string;
  readonly note: string;
  readonly strategy: 'default' | 'canary' | 'waves';
  readonly canary: string;
  readonly waves: string;
  /** Seconds for which each wave is watched; empty as the deployment has it. */
  readonly bakeSeconds: string;
  readonly concurrency: string;
  readonly failureThreshold: string;
  readonly onFailure: NonNullable<Schemas['Rollout']['onFailure']>;
  readonly approval: 'none' | 'first' | 'after-canary';
}

/** Nothing filled in, but for whom the page before has chosen. */
export const newDraft = (targets: Targets | undefined): Draft => ({
  by: targets?.kind ?? 'names',
  names: targets?.kind === 'names' ? targets.agentUuids.join('\n') : '',
  ...(targets?.kind === 'selector' ? selectorFields(targets.selector) : { agentType: '', tags: '' }),
  below: '',
  targetVersion: '',
  note: '',
  strategy: 'default',
  canary: '10%',
  waves: '1, 10%, 50%',
  bakeSeconds: '',
  concurrency: '50',
  failureThreshold: '2%',
  onFailure: 'halt',
  approval: 'none',
});

const selectorFields = ({ agentType = '', tags = {} }: Extract<Targets, { kind: 'selector' }>['selector']) => ({
  agentType,
  tags: Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n'),
});

/** A sentence for each field that cannot be sent as it is. */
export type Complaints = Partial<Record<keyof Draft, string>>;

export function targetComplaints({ by, names, agentType, tags, below }: Draft): Complaints {
  if (by === 'names') {
    const count = namesIn(names).length;
    if (count === 0) return { names: 'Name one agent at least.' };
    return count > MOST_NAMED ? { names: `One upgrade names ${MOST_NAMED} agents at most; these are ${count}.` } : {};
  }
  const wrong = tagsIn(tags).find((tag) => tag.indexOf('=') < 1);
  if (wrong !== undefined) return { tags: `“${wrong}” is no tag: write name=value.` };
  const isEmpty = agentType === '' && tagsIn(tags).length === 0 && below === '';
  return isEmpty ? { agentType: 'Choose by a type, tags or a version: nobody means the whole fleet by nothing.' } : {};
}

const versionComplaints = ({ targetVersion }: Draft): Complaints =>
  targetVersion === '' ? { targetVersion: 'Choose the version that the agents are to run.' } : {};

function rolloutComplaints(draft: Draft): Complaints {
  const { strategy, canary, waves, bakeSeconds, concurrency, failureThreshold } = draft;
  const size = 'Write a count such as 5, or a percent such as 10%.';
  return {
    ...(strategy === 'canary' && !isSize(canary, 'some') && { canary: size }),
    ...(strategy === 'waves' && wavesIn(waves) === undefined && { waves: `Separate sizes with commas. ${size}` }),
    ...(bakeSeconds !== '' && !/^\d{1,7}$/.test(bakeSeconds) && { bakeSeconds: 'Write whole seconds, up to 30 days.' }),
    ...(!isSize(concurrency, 'some') && { concurrency: size }),
    ...(!isSize(failureThreshold, 'any') && { failureThreshold: size }),
  };
}

/** Complaints of each step of the wizard, in their order. */
export const complaintsOf = (draft: Draft): readonly Complaints[] => [
  targetComplaints(draft),
  versionComplaints(draft),
  rolloutComplaints(draft),
];

/** What is posted for a draft without complaints. */
export function requestOf(draft: Draft): Schemas['UpgradeRequest'] {
  const { targetVersion, note } = draft;
  const who = draft.by === 'names' ? { agentUuids: namesIn(draft.names) } : { selector: selectorIn(draft) };
  return {
    ...who,
    targetVersion,
    ...(note !== '' && { note }),
    reinstall: false,
    offline: 'fail',
    simulated: false,
    rollout: rolloutOf(draft),
  };
}

function selectorIn({ agentType, tags, below }: Draft): Schemas['Selector'] {
  const given = tagsIn(tags);
  return {
    ...(given.length > 0 && { tags: Object.fromEntries(given.map(pair)) }),
    ...(agentType !== '' && { agentType }),
    ...(below !== '' && { currentVersion: { below } }),
  };
}

export function rolloutOf(draft: Draft): Schemas['Rollout'] {
  const { strategy, canary, waves, concurrency, failureThreshold, onFailure, approval } = draft;
  const bake = draft.bakeSeconds === '' ? undefined : Number(draft.bakeSeconds);
  const bakeSeconds = bake !== undefined && { bakeSeconds: bake };
  return {
    ...(strategy === 'waves'
      ? { waves: (wavesIn(waves) ?? []).map((size) => ({ size, bakeSeconds: bake ?? 0 })) }
      : bakeSeconds),
    ...(strategy === 'canary' && { canary: sizeOf(canary) }),
    concurrency: sizeOf(concurrency),
    failureThreshold: sizeOf(failureThreshold),
    onFailure,
    approval: approval === 'none' ? false : approval === 'first' ? true : approval,
  };
}

export const tagsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\n]+/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];
