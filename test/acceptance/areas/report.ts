import { describe, expect, test } from '@jest/globals';
import type { Exchanges } from '../exchanges.ts';

export function reportArea(api: Exchanges) {
  type Role = 'operator' | 'reader' | 'agent' | 'admin';

  async function call(
    path: string,
    role: Role,
    { accept, body }: { readonly accept?: string; readonly body?: unknown } = {},
  ) {
    const response = await api.send(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${api.target().tokens[role]}`,
        ...(accept !== undefined && { accept }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  }

  const submit = (body: unknown) => call('/api/v1/agents/batch-upgrade', 'operator', { body });
  const pathOf = (id: string) => `/api/v1/upgrade-jobs/${id}/report`;

  async function report(id: string, query = '') {
    const { status, headers, text } = await call(`${pathOf(id)}${query}`, 'reader');
    return { status, headers, body: JSON.parse(text) };
  }

  /** Asks until the report is final; the test's own time limit ends the asking. */
  async function finalReport(id: string) {
    for (;;) {
      const { body } = await report(id);
      if (body.final) return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  const ticket = '=CHG1|a "change"';
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

  let id: string;
  test('a job keeps its change ticket, and its report says how it waits, who approved it and how it ended', async () => {
    const rollout = { waves: [{ size: 1 }, { size: '100%' }], failureThreshold: '100%', approval: true };
    const agentUuids = ['item20', 'item21', 'nobody'];
    const submitted = await submit({
      agentUuids,
      targetVersion: '1.5.0',
      note: 'a leak',
      changeTicket: ticket,
      rollout,
    });
    const job = JSON.parse(submitted.text);
    expect(job).toMatchObject({ changeTicket: ticket, status: 'pending' });
    id = job.id;

    expect((await report(id)).body).toMatchObject({
      final: false,
      status: 'pending',
      approved: null,
      completedAt: null,
    });
    expect((await call(`/api/v1/upgrade-jobs/${id}/approve`, 'admin', { body: {} })).status).toBe(200);

    const { approved, ...ended } = await finalReport(id);
    expect(approved).toEqual({ by: expect.any(String), at: time });
    expect(approved.by).not.toBe(ended.requestedBy);
    expect(ended).toMatchObject({
      jobId: id,
      final: true,
      status: 'failed',
      reason: 'SOME_FAILED',
      targetVersion: '1.5.0',
      changeTicket: ticket,
      note: 'a leak',
      completedAt: time,
      durationSeconds: expect.any(Number),
      totals: { total: 3, succeeded: 2, failed: 1, skipped: 0, running: 0, pending: 0, excluded: 0 },
      waves: [
        { number: 1, agents: 1, succeeded: 1, failed: 0, begunAt: time, endedAt: time },
        { number: 2, agents: 2, succeeded: 1, failed: 1, begunAt: time, endedAt: time },
      ],
      reasons: [
        { reason: 'UPGRADED', agents: 2, sentence: expect.any(String) },
        { reason: 'AGENT_NOT_FOUND', agents: 1, sentence: expect.any(String) },
      ],
      agents: [
        {
          agentUuid: 'item20',
          wave: 1,
          oldVersion: '1.4.2',
          newVersion: '1.5.0',
          status: 'success',
          reason: 'UPGRADED',
        },
        {
          agentUuid: 'item21',
          wave: 2,
          oldVersion: '1.4.2',
          newVersion: '1.5.0',
          status: 'success',
          reason: 'UPGRADED',
        },
        {
          agentUuid: 'nobody',
          wave: 2,
          oldVersion: null,
          newVersion: null,
          status: 'failed',
          reason: 'AGENT_NOT_FOUND',
        },
      ],
      nextCursor: null,
    });
    const [first, second] = ended.waves;
    expect(first.begunAt <= first.endedAt && first.endedAt <= second.begunAt).toBe(true);
  }, 60_000);

  test('its report tells what it cost, at which prices', async () => {
    const { cost } = (await report(id)).body;
    // The job, two waves, and one pass for each of two agents.
    expect(cost.stepFunctions).toEqual({ transitions: 6 + 2 * 3 + 2 * 4, usd: 0.0005 });
    expect(cost.dynamoDb).toMatchObject({ writeUnits: 18 });
    expect(cost.usd).toBeCloseTo(cost.stepFunctions.usd + cost.dynamoDb.usd + cost.lambda.usd, 5);
    expect(cost).toMatchObject({
      transfer: null,
      prices: { transition: { source: expect.stringMatching(/^https:/) } },
    });
  });

  describe('its report is written as it is asked for', () => {
    test.each([
      [undefined, 'application/json'],
      ['*/*', 'application/json'],
      ['text/csv', 'text/csv; charset=utf-8; header=present'],
      ['text/markdown;q=0.9, text/csv;q=0.8', 'text/markdown; charset=utf-8'],
    ])('%p as %s', async (accept, contentType) => {
      const { status, headers } = await call(pathOf(id), 'reader', accept === undefined ? {} : { accept });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(contentType);
      expect(headers.get('vary')).toBe('accept');
    });

    test('in CSV with a row for each agent, and no formula in it', async () => {
      const { text } = await call(pathOf(id), 'reader', { accept: 'text/csv' });
      const [names, ...rows] = text.split('\r\n');
      expect(names?.split(',')).toEqual(
        expect.arrayContaining(['jobId', 'agentUuid', 'oldVersion', 'newVersion', 'reason']),
      );
      expect(rows).toHaveLength(4);
      expect(rows[0]).toContain(`${id},"'=CHG1|a ""change""",`);
      expect(rows[1]).toContain(',item21,2,1.4.2,1.5.0,success,done,UPGRADED,,');
      expect(rows[3]).toBe('');
    });

    test('in Markdown for people, whose tables nothing breaks', async () => {
      const { text } = await call(pathOf(id), 'reader', { accept: 'text/markdown' });
      const lines = text.split('\n');
      expect(lines[0]).toBe(`# Upgrade job ${id}`);
      expect(lines).toContain('| Ended | failed, SOME_FAILED |');
      expect(lines).toContain('| Change ticket | =CHG1\\|a "change" |');
      expect(lines).toContain('| item20 | 1 | 1.4.2 | 1.5.0 | success | done | UPGRADED |  |');
    });

    test('and else refused', async () => {
      const { status, headers, text } = await call(pathOf(id), 'reader', { accept: 'application/pdf' });
      expect(status).toBe(406);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(JSON.parse(text)).toMatchObject({ status: 406, code: 'NOT_ACCEPTABLE', title: 'Not Acceptable' });
    });
  });

  describe('its report comes in pages', () => {
    test.each(['application/json', 'text/csv', 'text/markdown'])(
      'of %s, each with the link to the next',
      async (accept) => {
        const found: string[] = [];
        let url: URL | null = new URL(`${pathOf(id)}?limit=2`, 'https://the-deployment');
        while (url !== null) {
          const { headers, text } = await call(url.pathname + url.search, 'reader', { accept });
          found.push(...['item20', 'item21', 'nobody'].filter((name) => new RegExp(`\\b${name}\\b`).test(text)));
          const link = headers.get('link')?.match(/^<([^>]+)>; rel="next"$/)?.[1];
          url = link === undefined ? null : new URL(link, url);
        }
        expect(found).toEqual(['item20', 'item21', 'nobody']);
      },
    );

    test('of JSON, which name the cursor of the next and count all agents each time', async () => {
      const first = (await report(id, '?limit=2')).body;
      const second = (await report(id, `?limit=2&cursor=${first.nextCursor}`)).body;
      const names = (body: typeof first) => body.agents.map(({ agentUuid }: { agentUuid: string }) => agentUuid);
      expect([names(first), names(second)]).toEqual([['item20', 'item21'], ['nobody']]);
      expect([first.totals.total, second.totals.total, second.nextCursor]).toEqual([3, 3, null]);
    });
  });

  describe('a report is refused', () => {
    test.each<[string, string, Role, number, string]>([
      [
        'of a job that is not there',
        '/api/v1/upgrade-jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D/report',
        'reader',
        404,
        'JOB_NOT_FOUND',
      ],
      ['to whom the scope is missing', '', 'agent', 403, 'SCOPE_MISSING'],
      ['where more agents are asked for than there may be', '?limit=10001', 'reader', 400, 'QUERY_INVALID'],
      ['where something else is asked for', '?format=csv', 'reader', 400, 'QUERY_INVALID'],
      ['where a cursor is made up', '?cursor=abc', 'reader', 400, 'CURSOR_INVALID'],
    ])('%s', async (_sentence, path, role, status, code) => {
      const answer = await call(path.startsWith('/') ? path : pathOf(id) + path, role);
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.text)).toMatchObject({ status, code });
    });
  });

  test.each([
    ['101 characters', 'x'.repeat(101)],
    ['two lines', 'CHG1\nCHG2'],
    ['nothing', ' '],
  ])('a change ticket of %s is refused', async (_sentence, changeTicket) => {
    const { status, text } = await submit({ agentUuids: ['item20'], targetVersion: '1.5.0', changeTicket });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ pointer: '/changeTicket' }] });
  });
}
