import * as z from 'zod';

/** Parses inside a transform: what is wrong with the value is reported as wrong with what the transform stands in. */
export function parseWithin<T>(schema: z.ZodType<T>, value: unknown, context: z.core.$RefinementCtx): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path });
  return z.NEVER;
}
