import * as z from 'zod';
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi';

type Property = NonNullable<ZodOpenApiOverrideMetaContext['jsonSchema']['properties']>[string];

export interface Described {
  /** One sentence for people. */
  readonly description: string;
  readonly example?: unknown;
  /** The JSON schema in place of the one that follows from zod's, where that says less than is true. */
  readonly override?: Readonly<Record<string, unknown>>;
}

/**
 * Names a request, and describes it and every field of it. The words are here and not beside the rules: functions carry the rules alone.
 * A schema that several requests share is described by each of them in its own words.
 */
export function describe<Shape extends Readonly<Record<string, z.ZodType>>>(
  schema: z.ZodObject<Shape>,
  id: string,
  description: string,
  fields: { readonly [Name in keyof Shape]: Described },
): void {
  const override = ({ jsonSchema }: ZodOpenApiOverrideMetaContext): void => {
    for (const [name, field] of Object.entries<Described>(fields)) apply(field, jsonSchema.properties?.[name]);
  };
  z.globalRegistry.add(schema, { id, description, override });
}

/** In place: where the property refers to another schema, that is written into the same object later. */
function apply({ override, ...words }: Described, property: Property | undefined): void {
  if (typeof property !== 'object') throw new Error(`There is no such field to describe: ${words.description}`);
  if (override !== undefined) {
    const kept = 'default' in property && { default: property.default };
    for (const key of Object.keys(property)) delete property[key];
    Object.assign(property, override, kept);
  }
  Object.assign(property, words);
}
