import type { Clock } from '../clock.ts';
import type { HttpRoute, Throttle } from '../template/http-api.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A token bucket for each route, as a stage's default route settings make them: `burst` tokens, `rate` new ones a second. */
export class RouteThrottle {
  readonly #limits: Throttle;
  readonly #clock: Clock;
  readonly #buckets = new Map<HttpRoute, Bucket>();

  constructor(limits: Throttle, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Takes a token where there is one; false where the request is one too many. */
  admits(route: HttpRoute): boolean {
    const { burst, rate } = this.#limits;
    const now = this.#clock.now();
    const { tokens, filledAt } = this.#buckets.get(route) ?? { tokens: burst, filledAt: now };
    const filled = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
    const admitted = filled >= 1;
    this.#buckets.set(route, { tokens: admitted ? filled - 1 : filled, filledAt: now });
    return admitted;
  }
}
