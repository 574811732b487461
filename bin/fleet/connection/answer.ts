import * as z from 'zod';
import { Failure } from '../failures.ts';
import { plain } from '../show/plain.ts';

/** What of problem details (RFC 9457) people need. */
const problemSchema = z.looseObject({
  code: z.string(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string(), detail: z.string() })).default([]),
});
/** API Gateway's own answer. */
const gatewaySchema = z.looseObject({ message: z.string() });

interface Result<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of an answer. @throws Failure (refused) after a 4xx, (unavailable) after any other error */
export function answered<Data>({ data, error, response }: Result<Data>): Data {
  if (response.ok && data !== undefined) return data;
  throw failureOf(response, error);
}

/** What an answer without success means for people: the problem's detail, its code and the request's id. */
function failureOf(response: Response, body: unknown): Failure {
  const { status } = response;
  return new Failure(status >= 400 && status < 500 ? 'refused' : 'unavailable', sentencesOf(response, body).join('\n'));
}

function sentencesOf({ status, statusText, headers }: Response, body: unknown): string[] {
  const problem = problemSchema.safeParse(body);
  if (problem.success) {
    const { code, detail, instance, errors } = problem.data;
    const fields = errors.map((field) => `  ${plain(field.pointer)}: ${plain(field.detail)}`);
    return [plain(detail), ...fields, `  ${plain(code)} (${status}), request ${plain(instance)}`];
  }
  const gateway = gatewaySchema.safeParse(body);
  const said = plain(gateway.success ? gateway.data.message : statusText);
  const id = headers.get('x-request-id') ?? headers.get('apigw-requestid');
  const first =
    status === 401
      ? 'The API does not take the token: it is of another issuer, or over. fleet login gets one.'
      : 'The API did not do it.';
  return [first, `  ${said} (${status})${id === null ? '' : `, request ${plain(id)}`}`];
}
