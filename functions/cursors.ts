import { createHmac } from 'node:crypto';
import { Refusal } from './domain/errors.ts';

type ListName = 'agents' | 'versions' | 'jobs' | 'job-agents' | 'job-events' | 'job-report' | 'export';

/** 12 bytes are 16 characters of base64url, none of them with bits to spare. */
const CHECK_BYTES = 12;
const CHECK_LENGTH = 16;

/**
 * What callers are handed to go on in a list: where the list goes on, behind a check over that, the list and its filter. It tells a cursor
 * that was mangled, or is of another list, filter or deployment, from a real one, and keeps nobody from anything: docs/decisions/0024.
 */
export class Cursors {
  readonly #table: string;

  constructor(table: string) {
    this.#table = table;
  }

  /** The cursors of one list under one filter, whose fields are in one order, whatever order the caller wrote them in. */
  of(list: ListName, filter: Readonly<Record<string, unknown>> = {}): ListCursors {
    const check = (position: string) => {
      const hash = createHmac('sha256', `cursors of ${this.#table}`).update(JSON.stringify([list, filter, position]));
      return hash.digest().subarray(0, CHECK_BYTES).toString('base64url');
    };
    return new ListCursors(check);
  }

  /** Those of a job's agents: the answer of a large job goes on in this list, without a filter. */
  ofJobAgents(jobId: string, filter: Readonly<Record<string, unknown>> = {}): ListCursors {
    return this.of('job-agents', { jobId, ...filter });
  }
}

export class ListCursors {
  readonly #check: (position: string) => string;

  constructor(check: (position: string) => string) {
    this.#check = check;
  }

  /** The cursor of a position in base64url; null at the end of the list. */
  seal(position: string | null): string | null {
    return position === null ? null : this.#check(position) + position;
  }

  /** The position that was sealed; null at the beginning. @throws Refusal where the cursor is not one of this list under this filter */
  open(cursor: string | undefined): string | null {
    if (cursor === undefined) return null;
    const position = cursor.slice(CHECK_LENGTH);
    if (cursor.slice(0, CHECK_LENGTH) === this.#check(position)) return position;
    const detail = 'The cursor is not one that this list answered under this filter; begin again without it.';
    throw new Refusal('malformed', 'CURSOR_INVALID', detail);
  }
}
