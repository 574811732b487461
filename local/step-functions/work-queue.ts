import type { Clock } from '../clock.ts';

/** Steps at a go until the event loop has its turn: some milliseconds of trivial states. */
const SLICE = 1_000;

/**
 * Takes one step after the other, in the order in which they came, and never inside whoever adds one. However many
 * there are, the event loop goes on: after a slice the rest is left to a timer of the clock.
 */
export class WorkQueue {
  readonly #clock: Clock;
  #steps: (() => void)[] = [];
  #taken = 0;
  #busy = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(step: () => void): void {
    this.#steps.push(step);
    if (this.#busy) return;
    this.#busy = true;
    queueMicrotask(() => this.#slice());
  }

  #slice(): void {
    const end = this.#taken + SLICE;
    // Steps add steps, so that the list may grow under way; shift() on a long list would copy it each time.
    for (let step = this.#steps[this.#taken]; step !== undefined; step = this.#steps[this.#taken]) {
      if (this.#taken === end) return void this.#clock.schedule(0, () => this.#slice());
      this.#taken++;
      step();
    }
    this.#steps = [];
    this.#taken = 0;
    this.#busy = false;
  }
}
