/** Why a caller's request is refused. `http/problem-details.ts` maps each kind to one status. */
export type RefusalKind =
  | 'malformed'
  | 'forbidden'
  | 'not-found'
  | 'not-acceptable'
  | 'conflict'
  | 'too-large'
  | 'unsupported-media-type'
  | 'unacceptable';

export interface FieldError {
  /** JSON pointer into the request body, such as `/agentUuids/3`; where the code is QUERY_INVALID into the query, as `/limit`. */
  readonly pointer: string;
  readonly detail: string;
}

/** The caller did something that cannot be done; the message tells the caller what to do instead. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly errors: readonly FieldError[] = [],
    /** More members of the problem details (RFC 9457, section 3.2). */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Somebody else wrote the item first: read it again and decide again. Step Functions retries it by name. */
export class ConcurrentWrite extends Error {
  override readonly name = 'ConcurrentWrite';
}

/** What is stored or was answered contradicts the program's own rules: a defect, never the caller's fault. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** Which version of a document counts cannot be learned, and so nothing is sent. Step Functions retries it by name, for a day. */
export class DocumentsUnreadable extends Error {
  override readonly name = 'DocumentsUnreadable';
}

/** Passes over a job's batches no longer settle any of them. */
export class JobStuck extends Error {
  override readonly name = 'JobStuck';
}
