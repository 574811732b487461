import type * as z from 'zod';
import type { FieldError } from './domain/errors.ts';

/** What is wrong with a thousand names needs no thousand errors. */
const MOST_ERRORS = 20;

/**
 * What a schema found wrong, the first 20 of it, each with the JSON pointer of where.
 * @param unknown what is said of a name that the schema does not know
 * @param say other words for an issue, where there are better ones
 */
export function fieldErrors(
  error: z.ZodError,
  unknown: string,
  say: (issue: z.core.$ZodIssue) => string | undefined = () => undefined,
): FieldError[] {
  return error.issues
    .flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys')
        return [{ pointer: pointerTo(issue.path), detail: say(issue) ?? issue.message }];
      return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: unknown }));
    })
    .slice(0, MOST_ERRORS);
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
