import fc from 'fast-check';
import { oddText, oddValue } from './oddities.ts';

type Path = readonly (string | number)[];

/** Where a JSON value has values, itself included. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, within]) => placesOf(within, [...path, key]))];
}

/** A copy with another value there; undefined takes it out. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== 'object' || value === null) return value;
  const within = replaced(Object.entries(value).find(([name]) => name === String(key))?.[1], rest, by);
  if (Array.isArray(value)) return value.flatMap((one, index) => (index === Number(key) ? [within] : [one]));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === key ? within : one]));
}

/** The JSON text with one value replaced, left out, or a property more. */
export function mutatedJson(json: string): fc.Arbitrary<string> {
  const value: unknown = JSON.parse(json);
  const places = fc.constantFrom(...placesOf(value));
  const text = (changed: unknown) => JSON.stringify(changed) ?? '';
  return fc.oneof(
    fc.tuple(places, oddValue).map(([path, by]) => text(replaced(value, path, by))),
    places.map((path) => text(replaced(value, path, undefined))),
    fc.tuple(oddText, oddValue).map(([name, odd]) => json.replace(/^\{/, `{${text(name)}:${text(odd)},`)),
  );
}

/** What is no JSON, or JSON that programs read differently. */
export function mutatedText(json: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    ...['', ' ', 'null', '0', '"text"', '[]', '{', '{}', 'NaN', '{"a":01}', "{'a':1}", '{"a":1,}'],
    ...[`\ufeff${json}`, `${json}${json}`, json.slice(0, -1), json.replace(/^\{(.*)\}$/s, '{$1,$1}')],
    ...[json.replace(/\d+/, '1e400'), json.replace(/"(?=[,}\]])/, '\\u0000"'), json.replace(/"(?=[,}\]])/, '\\ud800"')],
    ...['['.repeat(100_000), `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'x'.repeat(1_600_000)],
  );
}
