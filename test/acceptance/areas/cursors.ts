import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function cursorsArea(api: Exchanges) {
  const { call, ended, all } = apiCalls(api);

  let jobId: string;
  let otherJobId: string;
  beforeAll(async () => {
    const submit = async () => {
      const body = { agentUuids: ['nobody', 'no-one', 'none'], targetVersion: '1.5.0' };
      return (await call('/agents/batch-upgrade', { method: 'POST', body })).body.id;
    };
    [jobId, otherJobId] = [await submit(), await submit()];
    await Promise.all([jobId, otherJobId].map(ended));
  }, 120_000);

  const refusal = { status: 400, body: { code: 'CURSOR_INVALID' } };

  /** Each list, by the name of its job where it is one of a job, and another filter of it. */
  const lists: readonly (readonly [string, (id: string) => string, string])[] = [
    ['agents', () => '/agents?limit=1', '&agentType=demo-agent'],
    ['versions', () => '/versions?limit=1', '&status=active'],
    ['jobs', () => '/upgrade-jobs?limit=1', '&status=failed'],
    ['agents of a job', (id) => `/upgrade-jobs/${id}/agents?limit=1`, '&reason=AGENT_NOT_FOUND'],
    ['events of a job', (id) => `/upgrade-jobs/${id}/events?limit=1`, ''],
  ];

  test('a job has a page of its agents where it is asked for one, under the cursors of their list', async () => {
    const { body } = await call(`/upgrade-jobs/${jobId}?limit=2`);
    expect(body.agents.map(({ agentUuid }: { agentUuid: string }) => agentUuid)).toEqual(['nobody', 'no-one']);
    expect(body.progress.total).toBe(3);
    const rest = await call(`/upgrade-jobs/${jobId}?cursor=${body.nextCursor}`);
    expect(rest.body).toMatchObject({ agents: [{ agentUuid: 'none' }], nextCursor: null });
    expect((await call(`/upgrade-jobs/${jobId}/agents?cursor=${body.nextCursor}`)).body.items).toEqual(
      rest.body.agents,
    );
  });

  describe.each(lists)('the cursor of a list of %s', (_name, listOf, filter) => {
    let path: string;
    let cursor: string;
    beforeAll(async () => {
      path = listOf(jobId);
      cursor = (await call(path)).body.nextCursor;
      expect(cursor).toMatch(/^[\w-]+$/);
    });

    test('goes on with the list, whatever the size of the next page', async () => {
      const [first, ...others] = await all(path.replace(/\?.*/, ''), 'limit=250');
      const next = (await call(`${path.replace('limit=1', 'limit=250')}&cursor=${cursor}`)).body.items;
      expect((await call(path)).body.items).toEqual([first]);
      expect(next).toEqual(others);
    });

    test('that was mangled is refused', async () => {
      for (const mangled of [
        `${cursor}A`,
        cursor.slice(1),
        `${cursor[0] === 'A' ? 'B' : 'A'}${cursor.slice(1)}`,
        'x',
        '',
      ])
        expect(await call(`${path}&cursor=${mangled}`)).toMatchObject(refusal);
    });

    test('is of no other list, filter or job', async () => {
      const others = lists.map(([, other]) => other(jobId)).filter((other) => other !== path);
      for (const other of [...others, '/export?'].map((other) => `${other}&cursor=${cursor}`))
        expect(await call(other)).toMatchObject(refusal);
      if (filter !== '') expect(await call(`${path}${filter}&cursor=${cursor}`)).toMatchObject(refusal);
      if (listOf(otherJobId) !== path)
        expect(await call(`${listOf(otherJobId)}&cursor=${cursor}`)).toMatchObject(refusal);
    });
  });
}
