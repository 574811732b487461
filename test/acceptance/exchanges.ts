import { operationOf } from './document.ts';
import type { Lacks } from './lacks.ts';
import type { Target } from './target.ts';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Of a refusal. */
  readonly code: string | undefined;
  /** The operation that answered; undefined where none did. */
  readonly operationId: string | undefined;
  readonly milliseconds: number;
}

/** A second later a route's rate of requests has new ones. */
const THROTTLED_MS = 1_000;

/** The target as the areas of a suite ask it, all of them together: it keeps what was asked and answered. */
export class Exchanges {
  readonly #target: () => Target;
  readonly all: Exchange[] = [];

  /** `lacks`: what the target does otherwise than AWS. */
  constructor(
    target: () => Target,
    readonly lacks: Lacks = {},
  ) {
    this.#target = target;
  }

  target = (): Target => this.#target();

  /** Asks as fetch does, at a path of the target; again where the target is asked too much at once. */
  send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    // A deployment may be below a path of its server.
    const url = new URL(this.target().baseUrl + path);
    const { pathname } = new URL(path, url);
    for (;;) {
      const started = performance.now();
      const response = await fetch(url, init);
      const text = await response.clone().text();
      const milliseconds = performance.now() - started;
      if (response.status !== 429) {
        const method = init.method ?? 'GET';
        const operationId = operationOf(method, decodeURIComponent(pathname))?.operationId;
        const { status } = response;
        this.all.push({ method, path: pathname, status, code: codeOf(response, text), operationId, milliseconds });
        return response;
      }
      await new Promise((resolve) => setTimeout(resolve, THROTTLED_MS));
    }
  };
}

function codeOf({ headers }: Response, text: string): string | undefined {
  return headers.get('content-type') === 'application/problem+json' ? String(JSON.parse(text).code) : undefined;
}
