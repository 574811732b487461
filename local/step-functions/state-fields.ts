import * as z from 'zod';
import { pathSchema, resultPathSchema } from './paths.ts';
import { templateSchema } from './template.ts';

/** AWS: names of states have at most 80 characters, waits and timeouts at most 99,999,999 s (3.2 years). */
export const stateName = z.string().min(1).max(80);
export const MOST_SECONDS = 99_999_999;
export const seconds = z.int().min(1).max(MOST_SECONDS);

export const comment = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONPath').optional() };
export const onward = { Next: stateName.optional(), End: z.literal(true).optional() };
export const passage = { InputPath: pathSchema.nullable().optional(), OutputPath: pathSchema.nullable().optional() };
export const result = {
  ResultSelector: templateSchema('state').optional(),
  ResultPath: resultPathSchema.nullable().optional(),
};

/** Refuses all but exactly one (or, where `least` is 0, at most one) of the fields. */
export function only(least: 0 | 1, ...fields: readonly string[]) {
  return (state: object, context: z.core.$RefinementCtx) => {
    const given = fields.filter((field) => Object.hasOwn(state, field));
    if (given.length > 1) context.addIssue({ code: 'custom', message: `${given.join(' and ')} exclude each other` });
    if (given.length < least) context.addIssue({ code: 'custom', message: `needs ${fields.join(' or ')}` });
  };
}
