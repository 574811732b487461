import type * as z from 'zod';
import { type Flow, machineSchema, type State } from './states.ts';

/** A state machine that can run. */
export interface Definition {
  readonly flow: Flow;
  readonly timeoutSeconds: number | undefined;
}

/** A definition that is refused; `problems` has one sentence for each mistake, with its state and field. */
export class DefinitionError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The state machine definition is refused:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'DefinitionError';
  }
}

/**
 * Reads a definition (as the JSON value that CDK synthesizes). Whatever this interpreter does not know is a mistake and
 * never ignored, so that what runs here runs on AWS in the same way. Throws DefinitionError.
 */
export function parseDefinition(json: unknown): Definition {
  const parsed = machineSchema.safeParse(json);
  if (!parsed.success) throw new DefinitionError(parsed.error.issues.map(sentence));
  const problems = [...structuralProblems(parsed.data, 'the state machine', new Set())];
  if (problems.length > 0) throw new DefinitionError(problems);
  return { flow: parsed.data, timeoutSeconds: parsed.data.TimeoutSeconds };
}

/** `States.A.ItemProcessor.States.B.Retry.0` is told as: state "B", field Retry[0]. */
function sentence({ path, message }: z.core.$ZodIssue): string {
  const states = path.lastIndexOf('States');
  const inState = states >= 0 && states + 1 < path.length;
  const where = inState ? `state "${String(path[states + 1])}"` : 'the state machine';
  const field = path
    .slice(inState ? states + 2 : 0)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  return field === '' ? `${where}: ${message}` : `${where}, field ${field}: ${message}`;
}

function* structuralProblems(flow: Flow, where: string, names: Set<string>): Generator<string> {
  if (!Object.hasOwn(flow.States, flow.StartAt)) yield `${where}, field StartAt: there is no state "${flow.StartAt}"`;
  for (const [name, state] of Object.entries(flow.States)) {
    if (names.has(name)) yield `state "${name}": another state has the same name`;
    names.add(name);
    for (const [field, target] of targets(state)) {
      if (!Object.hasOwn(flow.States, target))
        yield `state "${name}", field ${field}: there is no state "${target}" beside it`;
    }
    if (state.Type === 'Map') yield* structuralProblems(state.ItemProcessor, `state "${name}"`, names);
  }
  const reached = reachable(flow);
  for (const name of Object.keys(flow.States)) if (!reached.has(name)) yield `state "${name}": nothing leads to it`;
}

/** Where a state can lead, with the field that says so. */
function* targets(state: State): Generator<[field: string, target: string]> {
  if ('Next' in state && state.Next !== undefined) yield ['Next', state.Next];
  if (state.Type === 'Choice') {
    for (const [index, { next }] of state.Choices.entries()) yield [`Choices[${index}].Next`, next];
    if (state.Default !== undefined) yield ['Default', state.Default];
  }
  if (state.Type === 'Task' || state.Type === 'Map') {
    for (const [index, { Next }] of state.Catch.entries()) yield [`Catch[${index}].Next`, Next];
  }
}

function reachable(flow: Flow): ReadonlySet<string> {
  const reached = new Set([flow.StartAt]);
  for (const name of reached) {
    const state = Object.hasOwn(flow.States, name) ? flow.States[name] : undefined;
    for (const [, target] of state === undefined ? [] : targets(state)) reached.add(target);
  }
  return reached;
}
