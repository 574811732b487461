import * as z from 'zod';

/** How a state or an execution failed. Both parts may be missing: SendTaskFailure and a Fail state need neither. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
  /** Reported as States.Timeout, and matched by States.HeartbeatTimeout too. */
  readonly missedHeartbeat?: true;
}

/** The states' own errors that this interpreter reports; AWS: "Handling errors in Step Functions workflows". */
export type StatesErrorName =
  | 'States.DataLimitExceeded'
  | 'States.NoChoiceMatched'
  | 'States.ResultPathMatchFailure'
  | 'States.Runtime';

/** Thrown where a state cannot go on; the interpreter makes it that state's failure. */
export class StatesError extends Error {
  constructor(
    readonly error: StatesErrorName,
    message: string,
  ) {
    super(message);
    this.name = error;
  }
}

/** What an invoked function failed with, as the Lambda service reports it. */
export class FunctionError extends Error {
  constructor(
    readonly errorType: string,
    readonly errorMessage: string,
    readonly trace: readonly string[] = [],
  ) {
    super(errorMessage);
    this.name = errorType;
  }
}

export const reportSchema = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).default([]),
});

/** What Lambda's Node.js runtime answers of what was thrown. What carries no errorType and errorMessage is described as that runtime would. */
export function functionReport(thrown: unknown): z.output<typeof reportSchema> {
  const report = reportSchema.safeParse(thrown);
  return report.success ? report.data : described(thrown);
}

/** A rejected invocation as its task's failure: the error's name, and as the cause the JSON of its report. */
export function functionFailure(thrown: unknown): Failure {
  const { errorType, errorMessage, trace } = functionReport(thrown);
  return { error: errorType, cause: JSON.stringify({ errorType, errorMessage, trace }) };
}

function described(thrown: unknown): z.infer<typeof reportSchema> {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}

/** The parts of a failure that the outside is told; what is missing stays missing. */
export function toldFailure({ error, cause }: { error?: string | undefined; cause?: string | undefined }) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

/** What a Catch puts at its ResultPath. A timeout has an empty cause; a failure that names no error has null for both. */
export function errorOutput({ error, cause }: Failure): { Error: string | null; Cause: string | null } {
  return { Error: error ?? null, Cause: cause ?? (error === undefined ? null : '') };
}
