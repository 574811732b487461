import * as z from 'zod/mini';

const problemSchema = z.looseObject({
  code: z.string(),
  detail: z.string(),
  instance: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
});
const gatewaySchema = z.object({ message: z.string() });

export interface FieldError {
  /** A JSON pointer into the request. */
  readonly pointer: string;
  readonly detail: string;
}

/** The API refused a request, or could not answer it. The message is for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    /** Why, in a word: of the problem details, or what the gateway says in their place. */
    readonly code: string,
    detail: string,
    readonly requestId: string | undefined,
    readonly errors: readonly FieldError[],
    /** Seconds after which it may be asked again; undefined where it does not say. */
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(detail);
  }
}

/** The error that an answer stands for: problem details, or what API Gateway says by itself. */
export function apiErrorOf(status: number, headers: Pick<Headers, 'get'>, text: string): ApiError {
  const body = parsed(text);
  const problem = problemSchema.safeParse(body);
  const retryAfter = secondsOf(headers.get('retry-after'));
  const requestId = headers.get('apigw-requestid') ?? undefined;
  if (problem.success) {
    const { code, detail, instance, errors = [] } = problem.data;
    return new ApiError(status, code, detail, instance ?? requestId, errors, retryAfter);
  }
  const gateway = gatewaySchema.safeParse(body);
  const said = gateway.success ? gateway.data.message : `The API answered ${status}.`;
  return new ApiError(status, `HTTP_${status}`, said, requestId, [], retryAfter);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const secondsOf = (header: string | null): number | undefined =>
  header !== null && /^\d{1,5}$/.test(header) ? Number(header) : undefined;
