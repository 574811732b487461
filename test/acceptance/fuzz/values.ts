import fc from 'fast-check';
import * as z from 'zod';
import { resolved, type Schema } from '../document.ts';

const keywords = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().default(0),
  maxLength: z.number().default(40),
  minimum: z.number().default(0),
  maximum: z.number().default(1_000),
  minItems: z.number().default(0),
  maxItems: z.number().default(4),
  items: z.record(z.string(), z.unknown()).default({}),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.union([z.boolean(), z.record(z.string(), z.unknown())]).default(false),
  example: z.unknown().optional(),
});
type Keywords = z.infer<typeof keywords>;

/**
 * Values that a schema of the document allows, its example among them.
 * @throws Error where a schema has what is not understood here
 */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const parsed = keywords.parse(resolved(schema));
  const values = generated(parsed);
  return parsed.example === undefined ? values : fc.oneof(fc.constant(parsed.example), values);
}

function generated(schema: Keywords): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valuesOf));
  const { minimum: min, maximum: max, type } = schema;
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => generated({ ...schema, type: one })));
  switch (type) {
    case 'string':
      return text(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return fc.integer({ min, max });
    case 'number':
      return fc.double({ min, max, noNaN: true });
    case 'array':
      return fc.array(valuesOf(schema.items), { minLength: schema.minItems, maxLength: Math.min(schema.maxItems, 4) });
    case 'object':
      return object(schema);
    default:
      throw new Error(`No values are generated for the type ${type}.`);
  }
}

function text({ pattern, format, minLength, maxLength }: Keywords): fc.Arbitrary<unknown> {
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40), unit: 'grapheme' });
}

function object({ properties, required, additionalProperties }: Keywords): fc.Arbitrary<unknown> {
  const known = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema)] as const);
  const requiredKeys = Object.keys(properties).filter((name) => required.includes(name));
  const named = fc.record(Object.fromEntries(known), { requiredKeys, noNullPrototype: true });
  if (typeof additionalProperties === 'boolean') return named;
  const others = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), valuesOf(additionalProperties), {
    maxKeys: 3,
  });
  return fc.tuple(others, named).map((parts) => Object.assign({}, ...parts));
}
