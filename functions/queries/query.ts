import * as z from 'zod';
import { Refusal } from '../domain/errors.ts';
import { fieldErrors } from '../field-errors.ts';

/** The query of a route that takes none. */
export const noQuery = z.strictObject({});
export type NoQuery = typeof noQuery;

/** Agents in the largest page of a list, and in the answer of a job that has too many for one answer. */
export const LARGEST_PAGE = 250;

/** What every list takes. Digits alone: `1e2`, `0x10` and an empty text are numbers only to JavaScript. */
export const paging = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `a whole number from 1 to ${LARGEST_PAGE}`)
    .transform(Number)
    .pipe(z.int().min(1).max(LARGEST_PAGE))
    .default(100),
  cursor: z.string().optional(),
};

/**
 * A request's query as the schema of its route makes it: a name that comes once is a text, one that comes more often a list of them.
 * @throws Refusal that points at every parameter that is wrong; also where one is unknown: a filter with a slip in it would show all
 */
export function parseQuery<Query extends z.ZodObject>(schema: Query, parameters: URLSearchParams): z.output<Query> {
  const given = valuesOf(parameters);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const names = Object.keys(schema.shape);
  const known = names.length === 0 ? 'this route takes none' : `there are ${names.join(', ')}`;
  const errors = fieldErrors(parsed.error, `There is no such parameter; ${known}.`, (issue) => repeated(issue, given));
  const [first] = errors;
  throw new Refusal(
    'malformed',
    'QUERY_INVALID',
    `The query is not valid: ${first?.pointer}: ${first?.detail}`,
    errors,
  );
}

type Values = Readonly<Record<string, string | string[]>>;

function valuesOf(parameters: URLSearchParams): Values {
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const [first = '', ...others] = parameters.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}

/** A list where the schema wants a text. */
function repeated({ code, path: [name, ...inside] }: z.core.$ZodIssue, given: Values): string | undefined {
  if (inside.length > 0 || !Array.isArray(given[String(name)])) return undefined;
  return code === 'invalid_type' || code === 'invalid_value' ? 'It is given more than once.' : undefined;
}
