import { expect, test } from '@jest/globals';
import type { RandomBytes } from '../../local/step-functions/random.ts';
import { countingBytes, numbers } from '../local/step-functions-fixtures.ts';
import { runEmbedded } from './embedded-engine.ts';
import type { Stubs } from './engine.ts';
import { inTurn, keepsToken, sendsBack, throws } from './stubs.ts';
import { deployed, distributed, finish, inline, JOB, job, ofQueue, settled, wait } from './workflow-jobs.ts';

/*
 * Whole jobs on the deployed definition as it is, days of waiting included, on the virtual clock. Batches are woken
 * after half a minute.
 */

const DAY = 86_400;

/** Retries at random times come as late as they can. */
function latest(): RandomBytes {
  const others = countingBytes();
  return (size) => (size === 6 ? Buffer.alloc(size, 0xff) : others(size));
}

async function runJob(change: () => Stubs) {
  const functions = job(() => ({ 'upgrade-agents': sendsBack({}, 30), ...change() }))();
  const { run, harness } = await runEmbedded({ definition: deployed, input: JOB, functions }, { random: latest() });
  const times = (name: string) =>
    harness.calls.filter((call) => call.name === `fleet-upgrade-dev-${name}`).map(({ at }) => Math.round(at));
  return { ends: run.error ?? run.status, seconds: Math.round(harness.seconds()), times };
}

test.each<[sentence: string, change: () => Stubs, ends: string, asks: string, at: readonly number[]]>([
  ['goes well', () => ({}), 'SUCCEEDED', 'settle-batch', [30]],
  [
    'runs as many batches at once as was decided',
    () => ({ 'decide-next': inTurn(inline([[0], [1], [2], [3], [4]], 2), finish) }),
    'SUCCEEDED',
    'upgrade-agents',
    [0, 0, 30, 30, 60],
  ],
  [
    'runs as many children at once as was decided',
    () => ({ 'decide-next': inTurn(distributed([[0], [1], [2], [3], [4]], 2), finish) }),
    'SUCCEEDED',
    'upgrade-agents',
    [0, 0, 30, 30, 60],
  ],
  [
    'settles a batch after two minutes where no event wakes it, and then as often as it was told',
    () => ({
      'upgrade-agents': keepsToken,
      'settle-batch': inTurn(settled('poll', 1, 15), settled('poll', 2, 30), settled('done')),
    }),
    'SUCCEEDED',
    'settle-batch',
    [120, 135, 165],
  ],
  [
    'sends a batch again when it was told',
    () => ({ 'settle-batch': inTurn(settled('send', 0, 60), settled('done')) }),
    'SUCCEEDED',
    'upgrade-agents',
    [0, 90],
  ],
  [
    'decides anew each day where nobody wakes it',
    () => ({ 'decide-next': inTurn(wait(DAY), wait(DAY), finish), 'wait-until-woken': keepsToken }),
    'SUCCEEDED',
    'decide-next',
    [0, DAY, 2 * DAY],
  ],
  [
    'goes on at once when it is woken',
    () => ({ 'decide-next': inTurn(wait(DAY), finish), 'wait-until-woken': sendsBack({}, 3600) }),
    'SUCCEEDED',
    'decide-next',
    [0, 3600],
  ],
  [
    'settles a batch that cannot be sent for a minute',
    () => ({ 'upgrade-agents': throws('Throttled') }),
    'SUCCEEDED',
    'settle-batch',
    [62],
  ],
  [
    'leaves a batch that cannot be settled for hours to the next pass',
    () => ({
      'decide-next': inTurn(inline([[0], [1]], 2), finish),
      'settle-batch': ofQueue({ 1: throws('Throttled') }, () => settled('done')),
    }),
    'SUCCEEDED',
    'decide-next',
    [0, 30 + 10_110],
  ],
  [
    'fails after a minute in which it cannot decide, and asks every 15 s for its last batches',
    () => ({
      'decide-next': throws('StoreError'),
      'fail-job': inTurn({ next: 'poll' }, { next: 'poll' }, { next: 'done' }),
    }),
    'JobFailed',
    'fail-job',
    [62, 77, 92],
  ],
])('a job %s', async (_, change, ends, asks, at) => {
  const job = await runJob(change);
  expect({ ends: job.ends, at: job.times(asks) }).toEqual({ ends, at });
});

test('a job that cannot even fail tries for most of a day, and its execution says so', async () => {
  const broken = () => ({ 'decide-next': throws('StoreError'), 'fail-job': throws('StoreError') });
  const { ends, seconds, times } = await runJob(broken);
  expect({ ends, seconds, tries: times('fail-job').length }).toEqual({
    ends: 'StoreError',
    seconds: 62 + 85_515,
    tries: 291,
  });
});

test('a job of two thousand batches of which a thousand run at once takes two rounds', async () => {
  const queues = numbers(2000).map((number) => [number]);
  const { ends, seconds } = await runJob(() => ({ 'decide-next': inTurn(distributed(queues, 1000), finish) }));
  expect({ ends, seconds }).toEqual({ ends: 'SUCCEEDED', seconds: 60 });
});
