import * as z from 'zod';
import { StatesError } from './failure.ts';
import type { Json } from './json.ts';
import { parseWithin } from './parse-within.ts';
import { find, type Path, pathSchema, type Source } from './paths.ts';
import { textSchema } from './template.ts';

/** A condition, ready to be asked. Throws States.Runtime where a variable is absent, except for IsPresent. */
type Condition = (source: Source) => boolean;

/** Whether what a variable holds (undefined: it is absent) passes one rule. */
type Test = (actual: Json | undefined, variable: Path) => boolean;

function comparison<T>(expected: z.ZodType<T>, holds: (actual: Json, expected: T) => boolean) {
  return expected.transform((value): Test => {
    return (actual, variable) => {
      if (actual !== undefined) return holds(actual, value);
      const message = `Invalid path '${variable.text}': The choice state's condition path references an invalid value.`;
      throw new StatesError('States.Runtime', message);
    };
  });
}

const numeric = (holds: (actual: number, expected: number) => boolean) =>
  comparison(z.number(), (actual, expected) => typeof actual === 'number' && holds(actual, expected));

const isOfType = (holds: (actual: Json) => boolean) =>
  comparison(z.boolean(), (actual, expected) => holds(actual) === expected);

/** Operators compare within a type: a value of another type is no match, and never an error. */
const operators = z
  .object({
    StringEquals: comparison(textSchema, (actual, expected) => actual === expected),
    BooleanEquals: comparison(z.boolean(), (actual, expected) => actual === expected),
    NumericEquals: numeric((actual, expected) => actual === expected),
    NumericLessThan: numeric((actual, expected) => actual < expected),
    NumericLessThanEquals: numeric((actual, expected) => actual <= expected),
    NumericGreaterThan: numeric((actual, expected) => actual > expected),
    NumericGreaterThanEquals: numeric((actual, expected) => actual >= expected),
    IsNull: isOfType((actual) => actual === null),
    IsString: isOfType((actual) => typeof actual === 'string'),
    IsNumeric: isOfType((actual) => typeof actual === 'number'),
    IsBoolean: isOfType((actual) => typeof actual === 'boolean'),
    IsPresent: z.boolean().transform(
      (expected): Test =>
        (actual) =>
          (actual !== undefined) === expected,
    ),
  })
  .partial();

const comparisonSchema = z
  .strictObject({ Variable: pathSchema, ...operators.shape })
  .transform(({ Variable, ...tests }, context): Condition => {
    const [test, ...more] = Object.values(tests);
    if (test !== undefined && more.length === 0) return (source) => test(find(Variable, source), Variable);
    context.addIssue({ code: 'custom', message: 'a rule has exactly one operator' });
    return z.NEVER;
  });

const every = (conditions: readonly Condition[]): Condition => {
  return (source) => conditions.every((holds) => holds(source));
};
const some = (conditions: readonly Condition[]): Condition => {
  return (source) => conditions.some((holds) => holds(source));
};
const not = (condition: Condition): Condition => {
  return (source) => !condition(source);
};

/** What a rule combines decides how it is read, so that its mistakes are told in its own terms. */
const conditionSchema: z.ZodType<Condition> = z.unknown().transform((rule, context) => {
  const fields = typeof rule === 'object' && rule !== null ? rule : {};
  const schema = combiners.find(([name]) => Object.hasOwn(fields, name))?.[1] ?? comparisonSchema;
  return parseWithin(schema, rule, context);
});

const several = z.array(conditionSchema).min(1);
const combiners: readonly [name: string, schema: z.ZodType<Condition>][] = [
  ['And', z.strictObject({ And: several }).transform(({ And }) => every(And))],
  ['Or', z.strictObject({ Or: several }).transform(({ Or }) => some(Or))],
  ['Not', z.strictObject({ Not: conditionSchema }).transform(({ Not }) => not(Not))],
];

export interface Rule {
  readonly holds: Condition;
  readonly next: string;
}

/** A rule of a Choice state: a condition, and where it leads. */
export const ruleSchema = z
  .looseObject({ Next: z.string(), Comment: z.string().optional() })
  .transform(({ Next, Comment, ...condition }, context): Rule => {
    return { holds: parseWithin(conditionSchema, condition, context), next: Next };
  });

/** Where the first rule that holds leads, else the default. Throws States.NoChoiceMatched. */
export function choose(rules: readonly Rule[], fallback: string | undefined, source: Source): string {
  const next = rules.find((rule) => rule.holds(source))?.next ?? fallback;
  if (next === undefined) throw new StatesError('States.NoChoiceMatched', 'No choice rule matched, and no default.');
  return next;
}
