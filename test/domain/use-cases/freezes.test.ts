import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Freeze, type FreezeRequest, freezeDetail, MOST_FREEZES } from '../../../functions/domain/freeze.ts';
import { listFreezes } from '../../../functions/domain/use-cases/list-freezes.ts';
import { putFreeze } from '../../../functions/domain/use-cases/put-freeze.ts';
import { removeFreeze } from '../../../functions/domain/use-cases/remove-freeze.ts';
import { wakeWaitingJobs } from '../../../functions/domain/use-cases/wake-waiting-jobs.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { caller, freeze, job, later } from '../../fixtures.ts';

const request: FreezeRequest = { scope: 'all', reason: 'a fair', until: later(3600).toISOString() };
const ofTag = (value: string): Freeze['scope'] => ({ tag: 'site', value });
const idOf = (number: number) => `upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B${String(number).padStart(4, '0')}`;

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  await open(1, 'token');
});

const open = (number: number, waitToken: string | null) =>
  world.ports.jobs.create(job({ id: idOf(number), waitToken }), ['item1']);
const put = (change: Partial<FreezeRequest> = {}, ports = world.ports) =>
  putFreeze(ports, { ...request, ...change }, caller('alice'), world.now);
const remove = (key: string | undefined, ports = world.ports) => removeFreeze(ports, key, null, world.now);
const list = async () => (await listFreezes(world.ports.freezes, world.now)).items;

/** The same ports, with a note of each call that writes or wakes. */
function noting(calls: string[]) {
  const note = (method: string) => void (method === 'list' || calls.push(method));
  return { ...world.ports, freezes: watched(world.ports.freezes, note), waker: watched(world.workflow, note) };
}

describe('freezing', () => {
  test('stores the freeze, and then wakes who waits', async () => {
    const calls: string[] = [];
    expect(await put({}, noting(calls))).toEqual(freeze());
    expect(await world.ports.freezes.list()).toEqual([freeze()]);
    expect(calls).toEqual(['put', 'wake']);
    expect(world.workflow.woken).toEqual(['token']);
  });

  test('again takes the place of the freeze of that scope, and of no other', async () => {
    await put({ scope: ofTag('berlin') });
    await put();
    await put({ reason: 'another', until: null });
    expect(await world.ports.freezes.list()).toEqual([
      freeze({ reason: 'another', until: null }),
      freeze({ scope: ofTag('berlin') }),
    ]);
  });

  test('until a time that has passed stores nothing and wakes nobody', async () => {
    await expect(put({ until: world.now.toISOString() })).rejects.toMatchObject({ code: 'UNTIL_PAST' });
    expect(await world.ports.freezes.list()).toEqual([]);
    expect(world.workflow.woken).toEqual([]);
  });

  describe('where as many freezes are in force as may be', () => {
    beforeEach(async () => {
      for (let number = 0; number < MOST_FREEZES; number++)
        await world.ports.freezes.put(freeze({ scope: ofTag(`${number}`) }));
    });

    test('is refused for one more', async () => {
      await expect(put()).rejects.toMatchObject({ kind: 'conflict', code: 'TOO_MANY_FREEZES' });
      expect(await world.ports.freezes.list()).toHaveLength(MOST_FREEZES);
    });

    test('still takes the place of one of them', async () => {
      expect(await put({ scope: ofTag('7'), reason: 'another' })).toMatchObject({ reason: 'another' });
    });

    test('works again once one of them has ended, although it is still stored', async () => {
      await world.ports.freezes.put(freeze({ scope: ofTag('7'), until: later(-1).toISOString() }));
      expect(await put()).toEqual(freeze());
    });
  });
});

describe('the list of freezes', () => {
  test('has those in force, each with a sentence', async () => {
    const berlin = freeze({ scope: ofTag('berlin'), until: null });
    await world.ports.freezes.put(freeze({ until: later(60).toISOString() }));
    await world.ports.freezes.put(berlin);
    expect(await list()).toHaveLength(2);
    world.pass(60);
    expect(await list()).toEqual([{ ...berlin, detail: freezeDetail(berlin) }]);
  });
});

describe('ending a freeze', () => {
  const berlin = freeze({ scope: ofTag('berlin') });
  beforeEach(async () => {
    await world.ports.freezes.put(freeze());
    await world.ports.freezes.put(berlin);
  });

  test('removes that of the scope, answers it, and then wakes who waits', async () => {
    const calls: string[] = [];
    expect(await remove('tag:site=berlin', noting(calls))).toEqual(berlin);
    expect(await world.ports.freezes.list()).toEqual([freeze()]);
    expect(calls).toEqual(['remove', 'wake']);
  });

  test.each(['tag:site=paris', 'site=berlin', '', 'x'.repeat(3000)])(
    'of %p, which is none, is refused',
    async (key) => {
      await expect(remove(key)).rejects.toMatchObject({ kind: 'not-found', code: 'FREEZE_NOT_FOUND' });
      expect(await world.ports.freezes.list()).toHaveLength(2);
    },
  );

  test('needs a scope, and says how to write it: nobody ends the freeze of all agents by leaving something out', async () => {
    await expect(remove(undefined)).rejects.toMatchObject({
      kind: 'malformed',
      code: 'FREEZE_SCOPE_MISSING',
      message: expect.stringContaining('?scope=all'),
    });
    expect(await world.ports.freezes.list()).toHaveLength(2);
  });

  test('is refused where it has ended by itself, although it is still stored', async () => {
    world.pass(3600);
    await expect(remove('all')).rejects.toMatchObject({ code: 'FREEZE_NOT_FOUND' });
  });

  test('of two calls at once one answers it, and the other finds none', async () => {
    const calls = await Promise.allSettled([remove('all'), remove('all')]);
    expect(calls.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('that failed before it woke anybody wakes them when it is repeated', async () => {
    const crash = (): never => {
      throw new Error('crash');
    };
    await expect(remove('all', { ...world.ports, waker: watched(world.workflow, crash) })).rejects.toThrow('crash');
    await expect(remove('all')).rejects.toMatchObject({ code: 'FREEZE_NOT_FOUND' });
    expect(world.workflow.woken).toEqual(['token']);
  });
});

describe('waking', () => {
  test('wakes the jobs that wait, on whatever page, and no others', async () => {
    await world.ports.jobs.create(job({ id: idOf(2), waitToken: null }), ['item1']);
    await open(3, 'other token');
    const items = (await world.ports.jobs.listOpen(null)).items;
    const paged = {
      get: (jobId: string) => world.ports.jobs.get(jobId),
      listOpen: async (cursor: string | null) =>
        cursor === null
          ? { items: items.slice(0, 2), nextCursor: 'more' }
          : { items: items.slice(2), nextCursor: null },
    };
    await wakeWaitingJobs({ jobs: paged, waker: world.workflow });
    expect(world.workflow.woken).toEqual(['token', 'other token']);
  });

  test('wakes more jobs than are woken at the same time', async () => {
    for (let number = 2; number <= 25; number++) await open(number, `token ${number}`);
    await wakeWaitingJobs(world.ports);
    expect(new Set(world.workflow.woken).size).toBe(25);
  });

  test('uses the token that the job waits on now, where the list is behind', async () => {
    const listed = (await world.ports.jobs.listOpen(null)).items.map((each) => ({ ...each, waitToken: null }));
    const behind = {
      get: (jobId: string) => world.ports.jobs.get(jobId),
      listOpen: async () => ({ items: listed, nextCursor: null }),
    };
    await wakeWaitingJobs({ jobs: behind, waker: world.workflow });
    expect(world.workflow.woken).toEqual(['token']);
  });
});
