import { AwsError } from '../aws-json.ts';
import { type Document, documentFrom, isTooLarge, LARGEST_DOCUMENT_BYTES } from './json.ts';

/** White space, brackets, wildcards, special and control characters (AWS: StartExecution, `name`). */
const NOT_IN_A_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}\u{10FFFF}]/u;
const LONGEST_NAME = 80;

/** An execution's name. Throws InvalidName. */
export function requireName(name: string): string {
  if (name !== '' && name.length <= LONGEST_NAME && !NOT_IN_A_NAME.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** An execution's input. Throws InvalidExecutionInput, and ValidationException where it is too large. */
export function parseInput(input: string): Document {
  return parse('input', input, (reason) => {
    return new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
  });
}

/** A task's result. Throws InvalidOutput, and ValidationException where it is too large. */
export function parseOutput(output: string): Document {
  return parse('output', output, (reason) => new AwsError('InvalidOutput', `Invalid Output: '${reason}'`));
}

function parse(field: string, text: string, refusal: (reason: string) => AwsError): Document {
  if (isTooLarge(text)) {
    const constraint = `Member must have length less than or equal to ${LARGEST_DOCUMENT_BYTES}`;
    const message = `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${constraint}`;
    throw new AwsError('ValidationException', message);
  }
  try {
    return documentFrom(text);
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
}
