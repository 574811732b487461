import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const matcherSchema = z.union([
  scalar,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ 'anything-but': z.union([scalar, z.array(scalar).min(1)]) }),
]);
type Matcher = z.infer<typeof matcherSchema>;

export type Matches = (event: unknown) => boolean;

/**
 * The part of EventBridge's pattern language that our rules may use: fields with lists of exact values, `prefix` and
 * `anything-but`, to any depth. Throws for anything else, so that no pattern ever means something else here than on AWS.
 */
export function eventPattern(pattern: unknown, where = 'the pattern'): Matches {
  if (typeof pattern !== 'object' || pattern === null)
    throw new Error(`In ${where}, a field needs a list of values or fields of its own.`);
  if (Array.isArray(pattern)) return anyOf(pattern, where);
  const fields = Object.entries(pattern).map(([name, value]): [string, Matches] => {
    if (name.startsWith('$')) throw new Error(`In ${where}, ${name} is not understood here.`);
    return [name, eventPattern(value, `${where}.${name}`)];
  });
  return (event) => fields.every(([name, matches]) => matches(field(event, name)));
}

/** A list in the event matches where one of its values does. A field that the event lacks matches nothing. */
function anyOf(list: readonly unknown[], where: string): Matches {
  if (list.length === 0) throw new Error(`In ${where}, an empty list can match nothing.`);
  const matchers = list.map((item) => {
    const matcher = matcherSchema.safeParse(item);
    if (!matcher.success) throw new Error(`In ${where}, ${JSON.stringify(item)} is not understood here.`);
    return matcher.data;
  });
  return (value) =>
    (Array.isArray(value) ? value : [value]).some(
      (one) => one !== undefined && matchers.some((matcher) => fits(matcher, one)),
    );
}

function fits(matcher: Matcher, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  if ('prefix' in matcher) return typeof value === 'string' && value.startsWith(matcher.prefix);
  return ![matcher['anything-but']].flat().some((excluded) => excluded === value);
}

function field(event: unknown, name: string): unknown {
  if (typeof event !== 'object' || event === null) return undefined;
  return Object.entries(event).find(([key]) => key === name)?.[1];
}
