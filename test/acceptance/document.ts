import { readFileSync } from 'node:fs';
import * as z from 'zod';

const schemaSchema = z.record(z.string(), z.unknown());
/** A JSON schema as OpenAPI 3.1 has it. */
export type Schema = z.infer<typeof schemaSchema>;

const contentSchema = z.record(z.string(), z.object({ schema: schemaSchema, example: z.unknown().optional() }));

const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(z.object({ in: z.enum(['path', 'query', 'header']), name: z.string(), schema: schemaSchema }))
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: contentSchema }).optional(),
  description: z.string(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: contentSchema.optional() })),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export type Parameter = Operation['parameters'][number];

export interface Operation extends z.infer<typeof operationSchema> {
  readonly method: string;
  readonly path: string;
}

const document = documentSchema.parse(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));

/** The API's documentation as its readers have it: no source is imported. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
);

/** The component schemas, for whoever resolves references. */
export const components: Readonly<Record<string, Schema>> = document.components.schemas;

/** Throws where the reference is to nothing. */
export function resolved(schema: Schema): Schema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const found = components[$ref.replace('#/components/schemas/', '')];
  if (found === undefined) throw new Error(`${$ref} is not in the document.`);
  return resolved(found);
}

/** The operation that a request is of; undefined where there is none. */
export function operationOf(method: string, path: string): Operation | undefined {
  const matches = operations.filter((operation) => operation.method === method && patternOf(operation).test(path));
  return matches.toSorted((a, b) => a.parameters.length - b.parameters.length)[0];
}

const patternOf = ({ path }: Operation): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
