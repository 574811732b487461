import type { CommandDocument } from '../../lib/documents/documents.ts';
import type { DocumentParameter } from '../../lib/documents/parameters.ts';
import { AwsError } from '../aws-json.ts';

/**
 * The values that a document runs with, defaults filled in.
 * @throws AwsError InvalidParameters for an unknown, missing or not allowed one.
 */
export function resolveParameters(
  document: CommandDocument,
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, string> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(document.parameters, name)) refuse(`Parameter ${name} is not defined in the document.`);
  return Object.fromEntries(
    Object.entries(document.parameters).map(([name, parameter]) => [name, resolve(name, parameter, given[name])]),
  );
}

function resolve(name: string, parameter: DocumentParameter, given: readonly string[] | undefined): string {
  if (given !== undefined && given.length !== 1) refuse(`Parameter ${name} takes one value.`);
  const value = given?.[0] ?? parameter.default;
  if (value === undefined) return refuse(`Parameter ${name} requires a value.`);
  if (parameter.allowedValues?.includes(value) === false) refuse(`Parameter ${name} is not one of its allowedValues.`);
  if (!new RegExp(parameter.allowedPattern).test(value))
    refuse(`Parameter ${name} does not match its allowedPattern ${parameter.allowedPattern}.`);
  if (value.length > (parameter.maxChars ?? Number.POSITIVE_INFINITY)) refuse(`Parameter ${name} is too long.`);
  return value;
}

function refuse(message: string): never {
  throw new AwsError('InvalidParameters', message);
}
