import type * as z from 'zod';
import type { Assembly } from './assembly.ts';
import { resolve, TemplateError } from './intrinsics.ts';
import { type Identity, TemplateNames } from './names.ts';
import type { Reading } from './resources.ts';

interface ReadResource<Properties> extends Identity {
  readonly logicalId: string;
  readonly properties: Properties;
}

/** Reads every resource of a type; throws a TemplateError for a property that is neither read nor left aside. */
export type ReadAll = <Shape extends z.ZodRawShape>(
  type: string,
  reading: Reading<Shape>,
) => ReadResource<z.infer<z.ZodObject<Shape>>>[];

export function resourceReader(assembly: Assembly): ReadAll {
  const names = new TemplateNames(assembly);
  return (type, reading) =>
    Object.entries(assembly.resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, { Properties }]) => ({
        logicalId,
        ...names.identity(logicalId),
        properties: read(logicalId, Properties, reading, names),
      }));
}

function read<Shape extends z.ZodRawShape>(
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
  { schema, aside }: Reading<Shape>,
  names: TemplateNames,
) {
  const wanted = Object.entries(properties).filter(([name]) => !aside.includes(name));
  const unknown = wanted.filter(([name]) => !Object.hasOwn(schema.shape, name)).map(([name]) => name);
  if (unknown.length > 0)
    throw new TemplateError(`${logicalId}: the properties ${unknown.join(', ')} are not understood here.`);
  const result = schema.safeParse(resolve(Object.fromEntries(wanted), names));
  if (!result.success) throw new TemplateError(`${logicalId}: ${result.error.message}`);
  return result.data;
}
