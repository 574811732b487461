import type { Target } from './target.ts';

interface Call {
  readonly method?: string;
  readonly role?: keyof Target['tokens'];
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Calls of the target's API, as an administrator unless said otherwise. */
export function apiCalls(target: () => Target) {
  async function call(path: string, { method = 'GET', role = 'admin', body, headers = {} }: Call = {}) {
    const { baseUrl, tokens } = target();
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[role]}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Asks until the job has ended; the test's own time limit ends the asking. */
  async function ended(jobId: string) {
    for (;;) {
      const { body } = await call(`/upgrade-jobs/${jobId}`);
      if (body.completedAt !== null) return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
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

  return { call, ended, all };
}
