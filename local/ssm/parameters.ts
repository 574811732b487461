import { AwsError } from '../aws-json.ts';
import type { HostDocument } from './aws-documents/documents.ts';

/** What both kinds of documents say of a parameter. */
interface Parameter {
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly maxChars?: number;
}

/**
 * The values that a document runs with, defaults filled in.
 * @throws AwsError InvalidParameters for an unknown, missing or not allowed one.
 */
export function resolveParameters(
  { parameters }: HostDocument,
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, string> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(parameters, name)) refuse(`Parameter ${name} is not defined in the document.`);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, resolve(name, parameter, given[name])]),
  );
}

function resolve(name: string, parameter: Parameter, given: readonly string[] | undefined): string {
  if (given !== undefined && given.length !== 1) refuse(`Parameter ${name} takes one value.`);
  const value = given?.[0] ?? parameter.default;
  if (value === undefined) return refuse(`Parameter ${name} requires a value.`);
  if (parameter.allowedValues?.includes(value) === false) refuse(`Parameter ${name} is not one of its allowedValues.`);
  const { allowedPattern } = parameter;
  if (allowedPattern !== undefined && !new RegExp(allowedPattern).test(value))
    refuse(`Parameter ${name} does not match its allowedPattern ${allowedPattern}.`);
  if (value.length > (parameter.maxChars ?? Number.POSITIVE_INFINITY)) refuse(`Parameter ${name} is too long.`);
  return value;
}

function refuse(message: string): never {
  throw new AwsError('InvalidParameters', message);
}
