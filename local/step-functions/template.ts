import * as z from 'zod';
import { StatesError } from './failure.ts';
import { isObject, type Json, type JsonObject, jsonSchema } from './json.ts';
import { find, type Path, parsePath, type Scope, type Source } from './paths.ts';

/** A payload template (Parameters, ItemSelector, ResultSelector), ready to be filled in. */
export type Template = (source: Source) => Json;

type Report = (message: string, at: readonly string[]) => void;

/** Text that was surely meant as a path, but would be sent as it stands. */
const LOOKS_LIKE_A_PATH = /^\$\$?(\.|\[|$)/;

/** A template. `scope` says which parts of the context object it may name. */
export function templateSchema(scope: Scope) {
  return jsonSchema.transform((json, context): Template => {
    return compile(json, scope, (message, at) => context.addIssue({ code: 'custom', message, path: [...at] }), []);
  });
}

/** A value that is taken as it stands (a Pass state's Result): what looks like a path in it is a mistake. */
export const literalSchema = jsonSchema.superRefine((json, context) => {
  refuseTemplates(json, (message, at) => context.addIssue({ code: 'custom', message, path: [...at] }), []);
});

/** A text that is taken as it stands. */
export const textSchema = z.string().refine((text) => !LOOKS_LIKE_A_PATH.test(text), 'paths are not read here');

function compile(json: Json, scope: Scope, report: Report, at: readonly string[]): Template {
  if (isObject(json)) return compileObject(json, scope, report, at);
  refuseTemplates(json, report, at);
  return () => json;
}

function compileObject(json: JsonObject, scope: Scope, report: Report, at: readonly string[]): Template {
  const fields = Object.entries(json).map(([key, value]): [string, Template] => {
    const here = [...at, key];
    if (!key.endsWith('.$')) return [key, compile(value, scope, report, here)];
    const name = key.slice(0, -2);
    if (name === '' || Object.hasOwn(json, name)) report(`${key} names no field of its own`, here);
    return [name, compilePath(key, value, scope, report, here)];
  });
  return (source) => Object.fromEntries(fields.map(([name, template]) => [name, template(source)]));
}

function compilePath(key: string, value: Json, scope: Scope, report: Report, at: readonly string[]): Template {
  const path = typeof value === 'string' ? parsePath(value, scope) : 'a key that ends in .$ needs a path';
  if (typeof path === 'string') {
    report(path, at);
    return () => null;
  }
  return (source) => readField(path, key, source);
}

function readField(path: Path, key: string, source: Source): Json {
  const value = find(path, source);
  if (value !== undefined) return value;
  // The context object may hold a task's token, which no history should tell.
  const shown = path.root === 'input' ? JSON.stringify(source.input) : 'the context object';
  throw new StatesError(
    'States.Runtime',
    `The JSONPath '${path.text}' specified for the field '${key}' could not be found in the input '${shown}'`,
  );
}

function refuseTemplates(json: Json, report: Report, at: readonly string[]): void {
  if (typeof json === 'string' && LOOKS_LIKE_A_PATH.test(json)) report(`${json} is no path under this key`, at);
  if (Array.isArray(json))
    for (const [index, item] of json.entries()) refuseTemplates(item, report, [...at, `${index}`]);
  if (!isObject(json)) return;
  for (const [key, value] of Object.entries(json)) {
    if (key.endsWith('.$')) report('paths are not read here', [...at, key]);
    else refuseTemplates(value, report, [...at, key]);
  }
}

/** Whether a template gives its task the token, without which nobody could ever answer it. */
export function givesToken(json: Json): boolean {
  if (!isObject(json)) return false;
  return Object.entries(json).some(([key, value]) =>
    key.endsWith('.$') ? value === '$$.Task.Token' : givesToken(value),
  );
}
