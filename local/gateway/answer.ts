import * as z from 'zod';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | string;
}

const resultSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** The HTTP answer that a function's result stands for in payload format 2.0; throws a ZodError where it stands for none. */
export function functionAnswer(result: unknown): Answer {
  if (!hasStatusCode(result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = resultSchema.parse(result);
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(given.filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding')),
      ...(cookies && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function hasStatusCode(result: unknown): boolean {
  return typeof result === 'object' && result !== null && !Array.isArray(result) && 'statusCode' in result;
}

/** What API Gateway answers itself, byte for byte. */
export function gatewayAnswer(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: `{"message":"${message}"}` };
}
