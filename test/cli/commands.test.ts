import { describe, expect, test } from '@jest/globals';
import type { Schemas } from '../../bin/client/client.ts';
import { agent, now } from '../fixtures.ts';
import { ended, FakeWorld, job, json, problem } from './fake-world.ts';

const { id } = job();
const page = (items: readonly object[], nextCursor: string | null = null) => json({ items, nextCursor });

const freeze: Schemas['Freeze'] = {
  scope: { tag: 'site', value: 'berlin' },
  reason: 'a fair',
  until: null,
  createdAt: now.toISOString(),
  createdBy: 'alice',
};
const version: Schemas['Version'] = {
  agentType: 'demo-agent',
  version: '1.5.0',
  reportedVersion: null,
  minVersion: null,
  releaseNotes: null,
  artifacts: [],
  packages: [],
  status: 'deprecated',
  deprecation: { reason: 'leaks', at: now.toISOString(), by: 'alice' },
  publishedAt: now.toISOString(),
  publishedBy: 'release-pipeline',
};
const nobody = { count: 0, examples: [] };
const discovery: Schemas['Discovery'] = {
  dryRun: false,
  complete: true,
  startedAt: now.toISOString(),
  nodes: 4,
  found: { count: 3, examples: [] },
  new: { count: 1, examples: [{ agentUuid: 'item1', agentType: 'demo-agent', nodeId: 'i-1' }] },
  unmapped: nobody,
  duplicate: nobody,
  vanished: nobody,
  detail: null,
};

describe('a command asks for', () => {
  const cases: [string, string[], Response, string, object | null][] = [
    ['the jobs', ['jobs'], page([job()]), 'GET /api/v1/upgrade-jobs?limit=250', null],
    [
      'some jobs',
      [
        'jobs',
        '--status',
        'failed',
        '--phase',
        'done',
        '--to',
        '1.5.0',
        '--requested-by',
        'ci',
        '--parent',
        id,
        '--limit',
        '5',
      ],
      page([]),
      `GET /api/v1/upgrade-jobs?status=failed&phase=done&targetVersion=1.5.0&requestedBy=ci&parentJobId=${id}&limit=5`,
      null,
    ],
    [
      'jobs of a time',
      ['jobs', '--created-after', '2026-01-01T00:00:00+01:00', '--created-before', '2026-01-02T00:00:00Z'],
      page([]),
      'GET /api/v1/upgrade-jobs?createdAfter=2026-01-01T00%3A00%3A00%2B01%3A00&createdBefore=2026-01-02T00%3A00%3A00Z&limit=250',
      null,
    ],
    ['a job', ['job', id], json(job()), `GET /api/v1/upgrade-jobs/${id}`, null],
    ['a job with a slash', ['job', '../agents'], json(job()), 'GET /api/v1/upgrade-jobs/..%2Fagents', null],
    ['a pause', ['pause', id], json(job()), `POST /api/v1/upgrade-jobs/${id}/pause`, null],
    ['going on', ['resume', id], json(job()), `POST /api/v1/upgrade-jobs/${id}/resume`, null],
    ['an end', ['cancel', id], json(job()), `POST /api/v1/upgrade-jobs/${id}/cancel`, null],
    ['an approval', ['approve', id], json(job()), `POST /api/v1/upgrade-jobs/${id}/approve`, null],
    ['another attempt', ['retry', id], json(job()), `POST /api/v1/upgrade-jobs/${id}/retry`, {}],
    [
      'another attempt in other words',
      ['retry', id, '--reasons', 'AGENT_OFFLINE,AGENT_BUSY', '--note', 'n', '--canary', '1', '--simulate'],
      json(job()),
      `POST /api/v1/upgrade-jobs/${id}/retry`,
      { reasons: ['AGENT_OFFLINE', 'AGENT_BUSY'], note: 'n', rollout: { canary: 1 }, simulated: true },
    ],
    [
      'the way back',
      ['rollback', id, '--note', 'errors', '--concurrency', '5'],
      json(job()),
      `POST /api/v1/upgrade-jobs/${id}/rollback`,
      { note: 'errors', rollout: { concurrency: 5 } },
    ],
    [
      'some agents',
      [
        'agents',
        '--type',
        't',
        '--status',
        'offline',
        '--version',
        '1',
        '--tag',
        'a=b',
        '--tag',
        'c=d',
        '--cursor',
        'x',
      ],
      page([agent(1)]),
      'GET /api/v1/agents?agentType=t&status=offline&version=1&tag=a%3Db&tag=c%3Dd&limit=250&cursor=x',
      null,
    ],
    ['an agent', ['agents', 'get', 'item1'], json({ ...agent(1), connection: null }), 'GET /api/v1/agents/item1', null],
    [
      'versions',
      ['versions', '--type', 't', '--status', 'active'],
      page([version]),
      'GET /api/v1/versions?agentType=t&status=active&limit=250',
      null,
    ],
    ['the freezes', ['freeze'], json({ items: [freeze] }), 'GET /api/v1/freeze', null],
    [
      'a freeze',
      ['freeze', 'set', '--reason', 'a fair', '--tag', 'site=berlin', '--until', '2026-02-01T00:00:00Z'],
      json(freeze),
      'PUT /api/v1/freeze',
      { scope: { tag: 'site', value: 'berlin' }, reason: 'a fair', until: '2026-02-01T00:00:00Z' },
    ],
    [
      'a freeze of all',
      ['freeze', 'set', '--reason', 'r'],
      json(freeze),
      'PUT /api/v1/freeze',
      { scope: 'all', reason: 'r', until: null },
    ],
    [
      'the end of a freeze',
      ['freeze', 'end', '--tag', 'a%b=c=d'],
      json(freeze),
      'DELETE /api/v1/freeze?scope=tag%3Aa%2525b%3Dc%3Dd',
      null,
    ],
    ['the end of that of all', ['freeze', 'end'], json(freeze), 'DELETE /api/v1/freeze?scope=all', null],
    [
      'a look around',
      ['discover', '--dry-run'],
      json({ ...discovery, complete: false }),
      'POST /api/v1/agents/discover',
      { dryRun: true },
    ],
  ];
  test.each(cases)('%s', async (_sentence, args, answer, request, body) => {
    const world = new FakeWorld([answer]);
    expect(await world.run(...args)).toBe(0);
    expect(world.seen).toHaveLength(1);
    const [seen] = world.seen;
    expect(`${seen?.method} ${seen?.path}`).toBe(request);
    expect(seen?.body === '' ? null : JSON.parse(seen?.body ?? '')).toEqual(body);
    expect(world.out).not.toBe('');
  });

  test.each([
    ['a reason that there is not', ['retry', id, '--reasons', 'BOREDOM']],
    ['a freeze of two tags', ['freeze', 'set', '--reason', 'r', '--tag', 'a=b', '--tag', 'c=d']],
    ['a freeze without a reason', ['freeze', 'set']],
    ['a phase that there is not', ['jobs', '--phase', 'lunch']],
    ['a shell that there is not', ['completion', 'cmd']],
    ['a form that there is not', ['report', id, '--format', 'pdf']],
    ['no job', ['job']],
  ])('nothing with %s, and ends with 2', async (_sentence, args) => {
    const world = new FakeWorld([]);
    expect(await world.run(...args)).toBe(2);
    expect(world.seen).toEqual([]);
  });
});

test('steering --wait goes on to the end of the job', async () => {
  const world = new FakeWorld([json(job()), json(ended({ status: 'failed' }))]);
  expect(await world.run('cancel', id, '--wait')).toBe(1);
});

test.each(['retry', 'rollback'])('a person is asked before a %s', async (command) => {
  const world = new FakeWorld([], { says: 'no' });
  expect(await world.run(command, id)).toBe(130);
  expect(world.questions[0]).toContain(id);
});

describe('lists', () => {
  const agents = (from: number, count: number) => Array.from({ length: count }, (_, index) => agent(from + index));

  test('end where enough is there, and say how to go on', async () => {
    const world = new FakeWorld([page(agents(1, 2), 'more')]);
    await world.run('agents', '--limit', '2', '--output', 'json');
    expect(JSON.parse(world.out)).toMatchObject({ items: [{}, {}], nextCursor: 'more' });
    expect(world.err).toBe("There are more: --all, or --cursor 'more'\n");
  });

  test('are written in YAML', async () => {
    const world = new FakeWorld([page(agents(1, 1))]);
    await world.run('agents', '--output', 'yaml');
    expect(world.out).toMatch(/^items:\n {2}- agentUuid: /);
  });

  test('go over pages that are short or empty', async () => {
    const world = new FakeWorld([page([], 'a'), page(agents(1, 2), 'b'), page(agents(3, 1), 'c')]);
    await world.run('agents', '--limit', '3');
    expect(world.seen.map(({ path }) => path)).toEqual([
      '/api/v1/agents?limit=3',
      '/api/v1/agents?limit=3&cursor=a',
      '/api/v1/agents?limit=1&cursor=b',
    ]);
  });

  test('go on to the end with --all, in a table by name', async () => {
    const world = new FakeWorld([page(agents(10, 1), 'a'), page(agents(9, 1))]);
    await world.run('agents', '--all');
    expect(world.out.split('\n').map((line) => line.split(' ')[0])).toEqual(['AGENT', 'item9', 'item10', '']);
    expect(world.err).toBe('');
  });
});

describe('a discovery', () => {
  test('goes on until all nodes were seen', async () => {
    const world = new FakeWorld([json({ ...discovery, complete: false, nodes: 2 }), json(discovery)]);
    expect(await world.run('discover')).toBe(0);
    expect(world.err).toBe('2 nodes seen, 3 agents found …\n');
    expect(world.out).toContain('new on          i-1\n');
  });

  test('ends with 4 after its time', async () => {
    const world = new FakeWorld(async () => {
      await world.sleep(15_000);
      return json({ ...discovery, complete: false });
    });
    expect(await world.run('discover', '--timeout', '20s')).toBe(4);
    expect(world.seen).toHaveLength(2);
  });
});

describe('an export', () => {
  const lines = (...texts: object[]) => new Response(texts.map((text) => `${JSON.stringify(text)}\n`).join(''));

  test('is all pages, with one end', async () => {
    const world = new FakeWorld([
      lines({ kind: 'agent', n: 1 }, { kind: 'end', nextCursor: 'next' }),
      lines({ kind: 'agent', n: 2 }, { kind: 'end', nextCursor: null }),
    ]);
    expect(await world.run('export')).toBe(0);
    expect(world.seen.map(({ path }) => path)).toEqual(['/api/v1/export', '/api/v1/export?cursor=next']);
    expect(world.out).toBe('{"kind":"agent","n":1}\n{"kind":"agent","n":2}\n{"kind":"end","nextCursor":null}\n');
  });

  test('that was cut off is never taken for all', async () => {
    const world = new FakeWorld([new Response('{"kind":"agent"}\n{"kind":"en')]);
    expect(await world.run('export')).toBe(5);
  });
});

describe('a report', () => {
  const report = (text: string, link?: string) =>
    new Response(text, { headers: { 'content-type': 'text/csv', ...(link !== undefined && { link }) } });

  test.each([
    ['Markdown unless asked', [], 'text/markdown'],
    ['CSV', ['--format', 'csv'], 'text/csv'],
    ['JSON', ['--format', 'json'], 'application/json'],
    ['JSON where results are', ['--output', 'json'], 'application/json'],
  ])('is %s', async (_sentence, args, type) => {
    const world = new FakeWorld([report('text\n')]);
    expect(await world.run('report', id, ...args)).toBe(0);
    expect(world.seen[0]).toMatchObject({ path: `/api/v1/upgrade-jobs/${id}/report` });
    expect(world.seen[0]?.headers.get('accept')).toBe(type);
    expect(world.out).toBe('text\n');
  });

  test('of many agents is all of its pages, with the names of the columns once', async () => {
    const world = new FakeWorld([report('names\r\na\r\n', '<?cursor=x%2By>; rel="next"'), report('names\r\nb\r\n')]);
    await world.run('report', id, '--format', 'csv');
    expect(world.seen[1]?.path).toBe(`/api/v1/upgrade-jobs/${id}/report?cursor=x%2By`);
    expect(world.out).toBe('names\r\na\r\nb\r\n');
  });

  test('that is refused says why', async () => {
    const world = new FakeWorld([problem(404, { code: 'JOB_NOT_FOUND', detail: 'There is no such job.' })]);
    expect(await world.run('report', id)).toBe(3);
    expect(world).toMatchObject({ out: '', err: 'There is no such job.\n  JOB_NOT_FOUND (404), request request-1\n' });
  });
});
