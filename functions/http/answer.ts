import type { Answer } from './event.ts';

/** An answer of many JSON texts, each on a line of its own (https://github.com/ndjson/ndjson-spec). */
export class JsonLines {
  constructor(readonly lines: readonly unknown[]) {}
}

/** An answer in a form of its own. */
export class Document {
  constructor(
    readonly contentType: string,
    readonly body: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** An answer with headers of its own beside those that every answer has. */
export class AnswerWithHeaders {
  constructor(
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>>,
  ) {}
}

/** JSON, JsonLines, a Document, or 204 where there is nothing to tell. */
export function answer(body: unknown): Answer {
  if (body instanceof AnswerWithHeaders) {
    const { headers, ...answered } = answer(body.body);
    return { ...answered, headers: { ...body.headers, ...headers } };
  }
  if (body instanceof Document) {
    const { headers, ...answered } = text(200, body.body, body.contentType);
    return { ...answered, headers: { ...body.headers, ...headers } };
  }
  if (body === undefined) return { statusCode: 204, headers: { ...HEADERS } };
  if (!(body instanceof JsonLines)) return json(200, body);
  return text(200, body.lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'application/x-ndjson');
}

export const json = (statusCode: number, body: unknown, contentType = 'application/json'): Answer =>
  text(statusCode, JSON.stringify(body), contentType);

function text(statusCode: number, body: string, contentType: string): Answer {
  return { statusCode, headers: { 'content-type': contentType, ...HEADERS }, body };
}

/** Answers are data, which no browser is to keep, guess the type of, run, show in a frame, or fetch over plain HTTP (OWASP's REST security cheat sheet). */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
};
