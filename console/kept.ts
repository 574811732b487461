import { useState } from 'react';
import type * as z from 'zod/mini';

/**
 * A state of the page that this browser keeps, such as which columns are shown. Never anything of the fleet, or of who is signed in.
 * @param fallback where nothing is kept, or what cannot be read any more
 */
export function useKept<Schema extends z.ZodMiniType>(
  name: string,
  schema: Schema,
  fallback: z.output<Schema>,
): readonly [z.output<Schema>, (value: z.output<Schema>) => void] {
  const key = `fleet-upgrade-${name}`;
  const [value, setValue] = useState(() => read(key, schema) ?? fallback);
  const keep = (changed: z.output<Schema>) => {
    localStorage.setItem(key, JSON.stringify(changed));
    setValue(changed);
  };
  return [value, keep];
}

function read<Schema extends z.ZodMiniType>(key: string, schema: Schema): z.output<Schema> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
