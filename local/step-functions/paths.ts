import * as z from 'zod';
import { StatesError } from './failure.ts';
import { isObject, type Json } from './json.ts';

/** A reference path: `$` for the state's input or `$$` for the context object, then names and array indexes. */
export interface Path {
  readonly text: string;
  readonly root: 'input' | 'context';
  readonly steps: readonly (string | number)[];
}

/** What a path reads from. The context is made on demand: most templates never look at it. */
export interface Source {
  readonly input: Json;
  readonly context: () => Json;
}

/** Where a path stands decides which parts of the context object it may name. */
export type Scope = 'state' | 'token' | 'item';

const STEP = /\.([\p{L}\p{N}_-]+)|\[(\d+)\]|\['([^'\\]+)'\]/gu;
const WHOLE = new RegExp(`^\\$\\$?(?:${STEP.source})*$`, 'u');

const CONTEXT: Readonly<Record<Scope, RegExp>> = (() => {
  const common = String.raw`Execution\.(Id|Name|StartTime|Input(?=$|[.[]))|State\.(Name|EnteredTime|RetryCount)|StateMachine\.(Id|Name)`;
  return {
    state: new RegExp(String.raw`^\$\$\.(${common})`),
    token: new RegExp(String.raw`^\$\$\.(${common}|Task\.Token)`),
    item: new RegExp(String.raw`^\$\$\.(${common}|Map\.Item\.(Index|Value(?=$|[.[])))`),
  };
})();

/** Parses a path, or says in words why it is none of this subset. */
export function parsePath(text: string, scope: Scope = 'state'): Path | string {
  if (/^States\./.test(text)) return `intrinsic functions are not supported: ${text}`;
  if (!WHOLE.test(text)) return `not a reference path of names and indexes: ${text}`;
  const root = text.startsWith('$$') ? 'context' : 'input';
  const known = root === 'input' ? undefined : CONTEXT[scope].exec(text)?.[0];
  if (root === 'context' && !endsOrGoesOn(text, known)) return `not in the context object here: ${text}`;
  const steps = [...text.matchAll(STEP)].map(([, name, index, quoted]) => name ?? quoted ?? Number(index));
  return { text, root, steps };
}

/** Only Execution.Input and Map.Item.Value have something below them; the rest are plain strings and numbers. */
function endsOrGoesOn(text: string, known: string | undefined): boolean {
  return known !== undefined && (text === known || /(\.Input|\.Value)$/.test(known));
}

/** The value at the path; undefined where there is none. */
export function find(path: Path, source: Source): Json | undefined {
  let value: Json | undefined = path.root === 'input' ? source.input : source.context();
  for (const step of path.steps) {
    if (typeof step === 'number') value = Array.isArray(value) ? value[step] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/** The value at the path. Throws States.Runtime where there is none: AWS fails the execution, nothing can catch it. */
export function read(path: Path, source: Source): Json {
  const value = find(path, source);
  if (value === undefined) throw new StatesError('States.Runtime', `Invalid path '${path.text}' : no such property.`);
  return value;
}

/** A copy of `target` with `value` at the path; missing objects on the way are made. Throws ResultPathMatchFailure. */
export function write(path: Path, target: Json, value: Json, depth = 0): Json {
  const step = path.steps[depth];
  if (step === undefined) return value;
  if (!isObject(target)) {
    const message = `Unable to apply ReferencePath ${path.text}: there is a value that is no object on the way.`;
    throw new StatesError('States.ResultPathMatchFailure', message);
  }
  const below = Object.hasOwn(target, step) ? (target[step] ?? null) : {};
  return { ...target, [step]: depth + 1 === path.steps.length ? value : write(path, below, value, depth + 1) };
}

export const pathSchema = z.string().transform((text, context) => {
  const path = parsePath(text);
  if (typeof path !== 'string') return path;
  context.addIssue({ code: 'custom', message: path });
  return z.NEVER;
});

/** ResultPath: into the state's input, and only by names. */
export const resultPathSchema = pathSchema.refine(
  (path) => path.root === 'input' && path.steps.every((step) => typeof step === 'string'),
  'a ResultPath leads into the input, by names only',
);
