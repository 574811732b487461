import * as z from 'zod';
import type { Operation } from '../../functions/api/operation.ts';
import { operations } from '../../functions/api/operations.ts';
import { problemSchema, statusOfProblem } from '../../functions/api/problems.ts';
import type { Answer } from './answer.ts';

const byRouteKey: ReadonlyMap<string, Operation> = new Map(
  Object.values(operations).map((operation) => [`${operation.method} ${operation.path}`, operation]),
);

/**
 * Holds what a function answers against what the API's documentation says of the operation. Deployed nothing does: it is a defect that
 * development and tests find.
 * @throws Error that says what differs
 */
export function checkAnswer(routeKey: string, answer: Answer): void {
  const operation = byRouteKey.get(routeKey);
  // The compiler sees to it that every route of ours has its documentation: this is a template of something else.
  if (operation === undefined) return;
  const fault = faultOf(operation, answer);
  if (fault !== undefined) throw new Error(`${routeKey} answered ${answer.status} off its documentation: ${fault}`);
}

function faultOf(operation: Operation, { status, headers, body }: Answer): string | undefined {
  const type = String(headers['content-type']).replace(/\s*;.*$/, '');
  const text = body.toString();
  if (status >= 400)
    return type === 'application/problem+json' ? problemFault(operation, status, text) : `a body of ${type}`;
  const { answer, revalidates } = operation;
  if (status === 304 && revalidates) return text === '' ? undefined : 'a body';
  if (status !== answer.status) return `the status is not ${answer.status}`;
  if (answer.status === 204) return text === '' ? undefined : 'a body';
  const schema = answer.bodies[type];
  if (schema === undefined) return `a body of ${type}`;
  return schemaFault(schema, /[/+]json$/.test(type) ? JSON.parse(text) : text);
}

function problemFault({ problems }: Operation, status: number, text: string): string | undefined {
  const parsed = problemSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { code, status: said } = parsed.data;
  if (!problems.includes(code)) return `no such code: ${code}`;
  return status === said && status === statusOfProblem(code) ? undefined : `${code} is a ${statusOfProblem(code)}`;
}

function schemaFault(schema: z.ZodType, body: unknown): string | undefined {
  const parsed = schema.safeParse(body);
  return parsed.success ? undefined : z.prettifyError(parsed.error).slice(0, 1_000);
}
