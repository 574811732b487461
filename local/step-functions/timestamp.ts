import * as z from 'zod';

const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch of an RFC 3339 time with `T` and an offset; undefined where it is none. */
export function parseTimestamp(text: string): number | undefined {
  const time = SHAPE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

export const timestampSchema = z.string().transform((text, context) => {
  const time = parseTimestamp(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: `is no RFC 3339 time: ${text}` });
  return z.NEVER;
});
