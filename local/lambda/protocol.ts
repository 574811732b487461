/** What the host and a function's worker thread say to each other. Payloads are JSON text, as on AWS. */
export interface Invocation {
  readonly id: string;
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** A function's error as Lambda reports it; Step Functions takes `errorType` for its error name. */
export interface FunctionErrorReport {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: string; readonly payload: string }
  | { readonly kind: 'error'; readonly id: string; readonly report: FunctionErrorReport };

export interface WorkerSetup {
  /** URL of the bundle. */
  readonly module: string;
  /** Name of the exported handler. */
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

/** An invocation that the function did not end well: it threw, timed out, crashed or answered too much. */
export class LambdaFunctionError extends Error {
  override readonly name = 'LambdaFunctionError';
  readonly report: FunctionErrorReport;

  constructor(report: FunctionErrorReport) {
    super(`${report.errorType}: ${report.errorMessage}`);
    this.report = report;
  }
}

/** The report of whatever was thrown, as Lambda's Node.js runtime makes it. */
export function reportOf(thrown: unknown): FunctionErrorReport {
  if (isErrorLike(thrown))
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** Errors that come out of a thread or of another realm are no `instanceof Error`. */
function isErrorLike(thrown: unknown): thrown is Error {
  if (typeof thrown !== 'object' || thrown === null || !('name' in thrown) || !('message' in thrown)) return false;
  return typeof thrown.name === 'string' && typeof thrown.message === 'string';
}
