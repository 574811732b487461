import { isObject, type Json } from '../../local/step-functions/json.ts';

/*
 * All that is changed in a definition before moto gets it. What is patched must be there: a patch that finds nothing
 * would hide that the definition has become another.
 */

/** The seconds that durations take instead. */
export interface Pace {
  readonly retry: number;
  readonly timeout: number;
  readonly wait: number;
}

/** Replaces every duration in a definition, in which moto would wait in real time. Throws where one kind is not there. */
export function hurried(definition: Json, { retry, timeout, wait }: Pace): Json {
  const durations: Readonly<Record<string, number>> = {
    IntervalSeconds: retry,
    MaxDelaySeconds: retry,
    BackoffRate: 1,
    TimeoutSeconds: timeout,
    Seconds: wait,
  };
  const found = new Set<string>();
  const patched = replaced(definition, (field, value) => {
    const seconds = durations[field];
    if (seconds === undefined || typeof value !== 'number') return value;
    found.add(field);
    return seconds;
  });
  const missing = Object.keys(durations).filter((field) => !found.has(field));
  if (missing.length > 0) throw new Error(`The definition has nowhere ${missing.join(', ')}.`);
  return patched;
}

function replaced(json: Json, by: (field: string, value: Json) => Json): Json {
  if (Array.isArray(json)) return json.map((item: Json) => replaced(item, by));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([field, value]) => [field, by(field, replaced(value, by))]));
}

const TOLERANCE = /("ToleratedFailurePercentage":\d+)(?=[,}])/g;

/** A definition as moto's grammar takes it: a percentage needs a decimal point. Throws where a tolerance stays as it was. */
export function forMoto(definition: unknown): string {
  const text = JSON.stringify(definition);
  const patched = text.replaceAll(TOLERANCE, '$1.0');
  const count = (pattern: RegExp) => [...patched.matchAll(pattern)].length;
  if (count(/"ToleratedFailurePercentage":/g) !== count(/"ToleratedFailurePercentage":\d+\.\d+[,}]/g))
    throw new Error('A tolerance is written in another way than this patch knows.');
  return patched;
}
