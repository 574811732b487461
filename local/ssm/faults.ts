import { AwsError } from '../aws-json.ts';

/**
 * What goes wrong on purpose: `throttled` is refused, `lost` is done and then answered with an error, so that the caller
 * cannot know. `next` strikes that many calls from now on, `every` strikes each such call.
 */
export type Fault = { readonly kind: 'throttled' | 'lost' } & ({ readonly next: number } | { readonly every: number });

/** Counts the calls of each operation and lets some of them go wrong. */
export class Faults {
  readonly #calls = new Map<string, number>();
  readonly #faults = new Map<string, { fault: Fault; since: number }>();

  calls(operation: string): number {
    return this.#calls.get(operation) ?? 0;
  }

  /** Replaces the fault of an operation; undefined ends it. */
  set(operation: string, fault: Fault | undefined): void {
    if (fault === undefined) this.#faults.delete(operation);
    else this.#faults.set(operation, { fault, since: this.calls(operation) });
  }

  /** Runs an operation, or what its fault makes of it. @throws AwsError ThrottlingException, InternalServerError */
  run<Answer>(operation: string, call: () => Answer): Answer {
    this.#calls.set(operation, this.calls(operation) + 1);
    const struck = this.#striking(operation);
    if (struck === 'throttled') throw new AwsError('ThrottlingException', 'Rate exceeded');
    const answer = call();
    if (struck === 'lost') throw new AwsError('InternalServerError', 'An error occurred on the server side.', 500);
    return answer;
  }

  #striking(operation: string): Fault['kind'] | undefined {
    const found = this.#faults.get(operation);
    if (found === undefined) return undefined;
    const { fault, since } = found;
    const nth = this.calls(operation) - since;
    const strikes = 'next' in fault ? nth <= fault.next : nth % fault.every === 0;
    return strikes ? fault.kind : undefined;
  }
}
