import type { Schemas } from '../../bin/client/client.ts';
import type { Targets } from './targets.ts';

type Weekday = Schemas['Window']['days'][number];

/** A new upgrade as far as its fields are filled in: what is typed as it was typed. */
export interface Draft {
  readonly by: Targets['kind'];
  readonly names: string;
  readonly agentType: string;
  /** Tags as name=value, separated by commas or lines. */
  readonly tags: string;
  /** Only agents below this version; empty for all. */
  readonly below: string;
  readonly targetVersion: string;
  readonly changeTicket: string;
  readonly note: string;
  readonly strategy: 'default' | 'canary' | 'waves';
  readonly canary: string;
  readonly waves: string;
  /** Seconds for which a wave is watched; of waves of one's own also one number for each. Empty as the deployment has it. */
  readonly bakeSeconds: string;
  readonly concurrency: string;
  readonly failureThreshold: string;
  readonly onFailure: NonNullable<Schemas['Rollout']['onFailure']>;
  readonly approval: 'none' | 'first' | 'after-canary';
  /** A time with its offset; empty for at once. */
  readonly startAt: string;
  /** Is it sent in a window only? */
  readonly isWindowed: boolean;
  readonly windowDays: readonly Weekday[];
  readonly windowStart: string;
  readonly windowMinutes: string;
  readonly windowZone: string;
  /** Names of alarms, one a line: they may hold commas. */
  readonly alarms: string;
  /** The name of a tag; empty for no limit of its own. */
  readonly limitedTag: string;
  readonly tagLimit: string;
  readonly offline: 'fail' | 'wait';
  /** Empty for as long as is possible. */
  readonly waitHours: string;
  readonly downgrade: 'as-deployed' | 'allowed' | 'refused';
  readonly isReinstall: boolean;
}

/**
 * Nothing filled in, but for whom the page before has chosen.
 * @param timeZone of whoever fills it in
 */
export const newDraft = (targets: Targets | undefined, timeZone: string): Draft => ({
  by: targets?.kind ?? 'names',
  names: targets?.kind === 'names' ? targets.agentUuids.join('\n') : '',
  ...(targets?.kind === 'selector' ? selectorFields(targets.selector) : { agentType: '', tags: '' }),
  below: '',
  targetVersion: '',
  changeTicket: '',
  note: '',
  strategy: 'default',
  canary: '10%',
  waves: '1, 10%, 50%',
  bakeSeconds: '',
  concurrency: '50',
  failureThreshold: '2%',
  onFailure: 'halt',
  approval: 'none',
  startAt: '',
  isWindowed: false,
  windowDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  windowStart: '22:00',
  windowMinutes: '240',
  windowZone: timeZone,
  alarms: '',
  limitedTag: '',
  tagLimit: '',
  offline: 'fail',
  waitHours: '',
  downgrade: 'as-deployed',
  isReinstall: false,
});

const selectorFields = ({ agentType = '', tags = {} }: Extract<Targets, { kind: 'selector' }>['selector']) => ({
  agentType,
  tags: Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n'),
});
