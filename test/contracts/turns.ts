/*
 * Several calls at once, step by step in an order that the test chooses: what may happen to them in any order can be tried in each.
 */

/** Awaited ahead of each step of a call. */
export type Turn = () => Promise<void>;

/** A call that goes on by one step at a time. One that never awaits its turn is one step. */
class SteppedCall {
  readonly #call: (turn: Turn) => Promise<unknown>;
  #result: Promise<unknown> | undefined;
  #arrival = Promise.withResolvers<void>();
  #goOn: () => void = () => undefined;
  #hasEnded = false;

  constructor(call: (turn: Turn) => Promise<unknown>) {
    this.#call = call;
  }

  /** One step, up to where the next one would begin; nothing where the call has ended. */
  async step(): Promise<void> {
    this.#result ??= this.#begin();
    await this.#arrival.promise;
    if (this.#hasEnded) return;
    this.#arrival = Promise.withResolvers<void>();
    this.#goOn();
    await this.#arrival.promise;
  }

  async toTheEnd(): Promise<unknown> {
    while (!this.#hasEnded) await this.step();
    return this.#result;
  }

  async #begin(): Promise<unknown> {
    try {
      return await this.#call(() => this.#takeTurn());
    } finally {
      this.#hasEnded = true;
      this.#arrival.resolve();
    }
  }

  #takeTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.#goOn = resolve;
      this.#arrival.resolve();
    });
  }
}

/** Makes the calls; each number of the order is one step of that call. What is left of them then comes one call after the other. */
export async function inTurns(
  order: readonly number[],
  calls: readonly ((turn: Turn) => Promise<unknown>)[],
): Promise<PromiseSettledResult<unknown>[]> {
  const stepped = calls.map((call) => new SteppedCall(call));
  for (const index of order) await stepped[index]?.step();
  const results: PromiseSettledResult<unknown>[] = [];
  for (const call of stepped) results.push(...(await Promise.allSettled([call.toTheEnd()])));
  return results;
}

/** The orders of so many steps of call 0 and so many of call 1 in which it changes at most so often whose turn it is. */
export function ordersOf(first: number, second: number, changes: number): number[][] {
  return [0, 1].flatMap((begins) => ordersFrom(begins, [first, second], changes));
}

function ordersFrom(turn: number, left: readonly [number, number], changes: number): number[][] {
  const [own, others] = turn === 0 ? left : [left[1], left[0]];
  if (own === 0 || changes < 0) return [];
  const next = (steps: number): [number, number] => (turn === 0 ? [own - steps, others] : [others, own - steps]);
  if (others === 0) return [Array<number>(own).fill(turn)];
  return Array.from({ length: own }, (_, index) => index + 1).flatMap((steps) =>
    ordersFrom(1 - turn, next(steps), changes - 1).map((rest) => [...Array<number>(steps).fill(turn), ...rest]),
  );
}
