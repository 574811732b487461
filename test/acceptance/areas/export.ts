import { describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function exportArea(api: Exchanges) {
  const { call, post, ended } = apiCalls(api);
  const request = { agentUuids: ['item1'], targetVersion: '1.5.0' };

  describe('GET /export', () => {
    const lines = async (cursor: string | null): Promise<Record<string, unknown>[]> => {
      const path = `/api/v1/export${cursor === null ? '' : `?cursor=${cursor}`}`;
      const response = await api.send(path, { headers: { authorization: `Bearer ${api.target().tokens.admin}` } });
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      return (await response.text())
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    };

    test('answers everything there is, a JSON text on each line, page by page', async () => {
      const { body } = await post({ ...request, agentUuids: ['no-such-agent'] });
      await ended(body.id);
      const all: Record<string, unknown>[] = [];
      for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
        const page = await lines(cursor);
        const last = page.pop();
        expect(last).toMatchObject({ kind: 'end' });
        all.push(...page);
        cursor = typeof last?.['nextCursor'] === 'string' ? last['nextCursor'] : undefined;
      }
      expect(all).toContainEqual(expect.objectContaining({ kind: 'agent', agentUuid: 'item1' }));
      expect(all).toContainEqual(expect.objectContaining({ kind: 'job', id: body.id, phase: 'done' }));
      expect(all).toContainEqual(
        expect.objectContaining({
          kind: 'job-agent',
          jobId: body.id,
          agentUuid: 'no-such-agent',
          reason: 'AGENT_NOT_FOUND',
        }),
      );
    }, 60_000);

    test('is for administrators', async () => {
      expect(await call('/export', { role: 'operator' })).toMatchObject({ status: 403 });
      expect(await call('/export?cursor=x')).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
    });
  });
}
