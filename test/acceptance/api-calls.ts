import type { Exchanges } from './exchanges.ts';
import type { Target } from './target.ts';

/** Whoever a development token is for. */
export type Role = keyof Target['tokens'];

export interface Call {
  readonly method?: string;
  readonly role?: Role;
  /** In place of the role's token; null sends none. */
  readonly token?: string | null;
  /** Text is sent as it is, all else as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

interface State {
  readonly completedAt: string | null;
  readonly phase: string;
  readonly reason: string;
}

/** Calls of the target's API, as an administrator unless said otherwise. */
export function apiCalls(api: Exchanges) {
  async function call(path: string, { method = 'GET', role = 'admin', token, body, headers = {} }: Call = {}) {
    const bearer = token === undefined ? api.target().tokens[role] : token;
    const response = await api.send(`/api/v1${path}`, {
      method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Asks for an upgrade, as an operator unless said otherwise. */
  const post = (body: unknown, change: Call = {}) =>
    call('/agents/batch-upgrade', { method: 'POST', role: 'operator', body, ...change });

  /** Asks until the job is so; the test's own time limit ends the asking. */
  async function until(jobId: string, holds: (job: State) => boolean) {
    for (;;) {
      const { body } = await call(`/upgrade-jobs/${jobId}`);
      if (holds(body)) return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Whom the role's token is for: issuers choose names of their own. */
  const subject = (role: Role): string => claimsOf(api.target().tokens[role]).sub;

  const ended = (jobId: string) => until(jobId, ({ completedAt }) => completedAt !== null);

  /** Has agents run a version, and the inventory know that. */
  async function upgraded(agentUuids: readonly string[], targetVersion: string) {
    const { body } = await post({ agentUuids, targetVersion });
    const { status, reason } = await ended(body.id);
    if (status !== 'success') throw new Error(`${agentUuids} cannot be at ${targetVersion}: ${reason}`);
  }

  /** All items of a list, page by page. */
  async function all(path: string, query = '') {
    const items: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await call(`${path}?${query}${cursor && `&cursor=${cursor}`}`);
      if (page.status !== 200) throw new Error(`${page.status}: ${JSON.stringify(page.body)}`);
      items.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    return items;
  }

  return { call, post, ended, until, upgraded, all, subject };
}

/** What a token says. */
export const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
