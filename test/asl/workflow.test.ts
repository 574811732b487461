import { type Case, compare } from './compare.ts';
import type { Stubs } from './engine.ts';
import { hurried } from './patches.ts';
import { inTurn, keepsToken, sendsBack, throws } from './stubs.ts';
import { deployed, distributed, finish, inline, JOB, job, ofQueue, settled, unknown, wait } from './workflow-jobs.ts';

/** Everything that is waited for comes long before this. */
const PATIENT = { retry: 1, timeout: 15, wait: 0 };
/** Tokens that nobody sends back are waited for no longer than this. */
const IMPATIENT = { ...PATIENT, timeout: 2 };

type Change = () => Stubs;
const ends = (end: string, change: Change, more: Partial<Case> = {}, pace = PATIENT): Case => {
  return { definition: hurried(deployed, pace), input: JOB, functions: job(change), ends: end, ...more };
};
const succeeds = (change: Change, more: Partial<Case> = {}) => ends('SUCCEEDED', change, more);
const succeedsUnwoken = (change: Change) => ends('SUCCEEDED', change, {}, IMPATIENT);
const fails = (change: Change) => ends('JobFailed', change);

const jobs: Record<string, Case> = {
  'of one batch goes well': succeeds(() => ({})),
  'plans as long as its plan is not complete': succeeds(() => ({
    'plan-rollout': inTurn({ next: 'plan' }, { next: 'plan' }, { next: 'decide' }),
  })),
  'may have to plan again': succeeds(() => ({
    'decide-next': inTurn({ next: 'plan', queues: [], maxConcurrency: 1, waitSeconds: 1 }, finish),
  })),
  'that waits is woken': succeeds(() => ({ 'decide-next': inTurn(wait(15), finish) })),
  'that nobody wakes decides again': succeeds(() => ({
    'decide-next': inTurn(wait(2), finish),
    'wait-until-woken': keepsToken,
  })),
  'that cannot store its token fails': fails(() => ({
    'decide-next': inTurn(wait(15)),
    'wait-until-woken': throws('StoreError'),
  })),
  'whose functions fail for a moment goes on': succeeds(() => ({
    'plan-rollout': inTurn(throws('Throttled'), { next: 'decide' }),
    'decide-next': inTurn(throws('Throttled'), inline([[0]]), throws('Throttled'), finish),
    'finish-job': inTurn(throws('Throttled'), null),
  })),
  'that cannot plan fails': fails(() => ({ 'plan-rollout': throws('StoreError') })),
  'that cannot finish waits for its last batches, and fails': fails(() => ({
    'finish-job': throws('StoreError'),
    'fail-job': inTurn({ next: 'poll' }, throws('StoreError'), { next: 'poll' }, { next: 'done' }),
  })),
  'refuses an unknown plan': fails(() => ({ 'plan-rollout': () => ({ next: 'nonsense' }) })),
  'refuses an unknown decision': fails(() => ({ 'decide-next': () => unknown })),
  'ends on an unknown answer of its last resort': fails(() => ({
    'plan-rollout': () => ({ next: 'nonsense' }),
    'fail-job': () => ({ next: 'nonsense' }),
  })),
};

const batches: Record<string, Case> = {
  'go one after the other where one at a time was decided': succeeds(() => ({
    'decide-next': inTurn(inline([[0], [1], [2]], 1), finish),
  })),
  'overtake one another': succeeds(
    () => ({
      'decide-next': inTurn(inline([[0], [1], [2], [3]], 3), finish),
      'settle-batch': ofQueue({ 1: inTurn(settled('poll', 1), settled('done')) }, () => settled('done')),
    }),
    { atOnce: true },
  ),
  'are asked for until they are settled': succeeds(() => ({
    'settle-batch': inTurn(settled('poll', 1), settled('poll', 2, 1), settled('done')),
  })),
  'are sent again': succeeds(() => ({ 'settle-batch': inTurn(settled('send'), settled('done')) })),
  'whose events are lost are settled after the timeout': succeedsUnwoken(() => ({ 'upgrade-agents': keepsToken })),
  'that cannot be sent are settled all the same': succeeds(() => ({ 'upgrade-agents': throws('Throttled') })),
  'that cannot be settled for a moment are settled then': succeeds(() => ({
    'settle-batch': inTurn(throws('Throttled'), throws('Throttled'), settled('done')),
  })),
  'with an unknown answer are left to the next pass': succeeds(() => ({
    'decide-next': inTurn(inline([[0]]), inline([[0]]), finish),
    'settle-batch': inTurn(settled('nonsense'), settled('done')),
  })),
};

const children: Record<string, Case> = {
  'go one after the other where one at a time was decided': succeeds(() => ({
    'decide-next': inTurn(distributed([[0], [1]], 1), finish),
  })),
  'overtake one another, and one that fails for a moment harms no other': succeeds(
    () => ({
      'decide-next': inTurn(distributed([[0], [1], [2], [3]], 2), finish),
      'upgrade-agents': ofQueue({ 1: throws('Throttled') }, sendsBack()),
      'settle-batch': ofQueue({ 2: inTurn(settled('send', 1), settled('done')) }, () => settled('done')),
    }),
    { atOnce: true },
  ),
};

compare({ 'a job': jobs, batches, children });
