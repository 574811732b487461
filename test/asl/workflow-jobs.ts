import * as z from 'zod';
import { isObject, type Json } from '../../local/step-functions/json.ts';
import { machineOf } from '../infra/machine.ts';
import { Synthesized } from '../infra/synthesized.ts';
import type { Stub, Stubs } from './engine.ts';
import { inTurn, sendsBack } from './stubs.ts';

/** The state machine of `dev`, as it is deployed. */
export const deployed: Json = z.json().parse(machineOf(new Synthesized()).definition);

export const JOB = { jobId: 'upgrade-job-1' };

/** What `decide-next` answers: every field that any state reads is always there. */
const decision = (next: string, more: object = {}): Json => {
  return { next, queues: [], maxConcurrency: 1, waitSeconds: 1, ...more };
};
export const inline = (queues: readonly number[][], maxConcurrency = 1) =>
  decision('upgradeInline', { queues, maxConcurrency });
export const distributed = (queues: readonly number[][], maxConcurrency = 1) =>
  decision('upgradeDistributed', { queues, maxConcurrency });
export const wait = (waitSeconds: number) => decision('wait', { waitSeconds });
export const finish = decision('finish');
export const unknown = decision('nonsense');

/** What `settle-batch` answers about a queue of one batch. */
export const settled = (next: 'done' | 'poll' | 'send' | 'nonsense', polls = 0, waitSeconds = 0): Json => {
  return { next, waitSeconds, polls, queue: [0] };
};

/** The functions of a job of one batch that goes well, with changes; new ones for each run. */
export function job(change: () => Stubs = () => ({})): () => Stubs {
  return () => {
    const functions: Stubs = {
      'plan-rollout': () => ({ next: 'decide' }),
      'decide-next': inTurn(inline([[0]]), finish),
      'upgrade-agents': sendsBack(),
      'settle-batch': () => settled('done'),
      'wait-until-woken': sendsBack(),
      'finish-job': () => null,
      'fail-job': () => ({ next: 'done' }),
      ...change(),
    };
    return Object.fromEntries(Object.entries(functions).map(([name, stub]) => [`fleet-upgrade-dev-${name}`, stub]));
  };
}

/** One stub for each queue, by its first batch. */
export const ofQueue =
  (stubs: Readonly<Record<number, Stub>>, otherwise: Stub): Stub =>
  (payload, outside) => {
    const queue = isObject(payload) ? z.array(z.int()).parse(payload['queue']) : [];
    return (stubs[queue[0] ?? -1] ?? otherwise)(payload, outside);
  };
