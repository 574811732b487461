import type { Draft } from './draft.ts';

/** One of a closed list, as a select shows it. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/* What the closed lists of a new upgrade offer, and how a summary of it says the same. */

export const strategies: readonly (Choice<Draft['strategy']> & { readonly description?: string })[] = [
  {
    value: 'default',
    label: 'Doubling waves',
    description: 'A canary of 1%, at most 10 agents, and then twice as many each time.',
  },
  { value: 'canary', label: 'A canary, then all others' },
  { value: 'waves', label: 'Waves of my own', description: 'Whoever is left after the last one is a wave more.' },
];

export const failures: readonly Choice<Draft['onFailure']>[] = [
  { value: 'halt', label: 'Send nothing more' },
  { value: 'pause', label: 'Pause and wait for a person' },
  { value: 'rollback', label: 'Take back what was changed' },
];

export const approvals: readonly Choice<Draft['approval']>[] = [
  { value: 'none', label: 'Nobody has to approve' },
  { value: 'first', label: 'Somebody else, before the first wave' },
  { value: 'after-canary', label: 'Somebody else, once the first wave is through' },
];

export const offlines: readonly Choice<Draft['offline']>[] = [
  { value: 'fail', label: 'Fail at once' },
  { value: 'wait', label: 'Wait for their nodes' },
];

export const downgrades: readonly Choice<Draft['downgrade']>[] = [
  { value: 'as-deployed', label: 'As the deployment has it' },
  { value: 'allowed', label: 'Go back to the older version' },
  { value: 'refused', label: 'Keep the newer version' },
];

export const weekdays: readonly Choice<Draft['windowDays'][number]>[] = [
  { value: 'mon', label: 'Monday' },
  { value: 'tue', label: 'Tuesday' },
  { value: 'wed', label: 'Wednesday' },
  { value: 'thu', label: 'Thursday' },
  { value: 'fri', label: 'Friday' },
  { value: 'sat', label: 'Saturday' },
  { value: 'sun', label: 'Sunday' },
];
