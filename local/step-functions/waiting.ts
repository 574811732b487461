import type { Clock } from '../clock.ts';

/** What a branch waits for. It is over once, whoever is first; with it go its timers. */
export class Waiting {
  readonly #clock: Clock;
  readonly #timers = new Set<() => void>();
  #over = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Ends the wait after `delayMs` and runs `action`, unless it is over before. The answer takes the timer back. */
  endAfter(delayMs: number, action: () => void): () => void {
    const takeBack = this.#clock.schedule(delayMs, () => {
      if (this.end()) action();
    });
    this.#timers.add(takeBack);
    return () => {
      this.#timers.delete(takeBack);
      takeBack();
    };
  }

  /** Ends the wait; false where it was over before. */
  end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    for (const takeBack of this.#timers) takeBack();
    this.#timers.clear();
    return true;
  }
}
