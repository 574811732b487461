import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { eventPattern, type Matches } from './event-pattern.ts';
import type { EventRule, EventTarget } from './template.ts';

/** What targets get, as EventBridge writes it. */
export interface Envelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Whole seconds, as AWS services give it. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface PutEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
  /** Now, unless given. */
  readonly time?: Date;
}

/** What happens to one delivery of an event. */
export type Fault = 'none' | 'lose' | 'duplicate' | { readonly delayMs: number };

interface Undelivered {
  readonly event: Envelope;
  readonly functionArn: string;
  readonly attempts: number;
  readonly error: unknown;
}

export interface EventBusOptions {
  readonly rules: readonly EventRule[];
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  readonly invoke: (functionArn: string, event: Envelope) => Promise<unknown>;
  readonly fault?: (event: Envelope, functionArn: string) => Fault;
  /** Gets every event that is put, whatever rules there are. */
  readonly onEvent?: (event: Envelope) => void;
  /** Gets what a function failed at in all its attempts, where AWS would write a dead letter. */
  readonly onUndelivered: (undelivered: Undelivered) => void;
}

/** Lambda waits 1 min before it tries an event again, and 2 min before it tries the last time. */
const RETRY_WAITS_MS = [60_000, 120_000];

const UNITS_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** EventBridge in small: rules with patterns or rates, and functions as targets, on the clock that it is given. */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #patterns: readonly { readonly rule: EventRule; readonly matches: Matches }[];
  readonly #timers = new Set<() => void>();

  /** Throws for a pattern or a schedule that is not understood here. Schedules begin at once with their first wait. */
  constructor(options: EventBusOptions) {
    this.#options = options;
    const rules = options.rules.filter(({ enabled }) => enabled);
    this.#patterns = rules.flatMap((rule) =>
      rule.pattern === undefined ? [] : [{ rule, matches: eventPattern(rule.pattern, `the rule ${rule.name}`) }],
    );
    for (const rule of rules) if (rule.schedule !== undefined) this.#repeat(rule, rateMs(rule));
  }

  /** Takes an event and delivers it to the targets of all rules that it matches, later and in no order. Answers the event's id. */
  put(event: PutEvent): string {
    const envelope = this.#envelope(event);
    this.#options.onEvent?.(envelope);
    for (const { rule, matches } of this.#patterns) if (matches(envelope)) this.#deliver(envelope, rule);
    return envelope.id;
  }

  /** Forgets all that is scheduled and all that waits. */
  stop(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #repeat(rule: EventRule, everyMs: number): void {
    this.#later(everyMs, () => {
      this.#repeat(rule, everyMs);
      const event = { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [rule.arn] };
      this.#deliver(this.#envelope(event), rule);
    });
  }

  #deliver(event: Envelope, rule: EventRule): void {
    for (const target of rule.targets) {
      const fault = this.#options.fault?.(event, target.functionArn) ?? 'none';
      const delayMs = typeof fault === 'object' ? fault.delayMs : 0;
      const times = fault === 'lose' ? 0 : fault === 'duplicate' ? 2 : 1;
      for (let time = 0; time < times; time += 1) this.#later(delayMs, () => void this.#attempt(event, target, 1));
    }
  }

  async #attempt(event: Envelope, target: EventTarget, attempt: number): Promise<void> {
    const { functionArn } = target;
    try {
      await this.#options.invoke(functionArn, event);
    } catch (error) {
      const waitMs = RETRY_WAITS_MS[attempt - 1];
      const ageMs = this.#options.clock.now() - Date.parse(event.time);
      if (waitMs === undefined || attempt > target.retries || ageMs + waitMs > target.maxAgeSeconds * 1000)
        this.#options.onUndelivered({ event, functionArn, attempts: attempt, error });
      else this.#later(waitMs, () => void this.#attempt(event, target, attempt + 1));
    }
  }

  #later(delayMs: number, work: () => void): void {
    const cancel = this.#options.clock.schedule(delayMs, () => {
      this.#timers.delete(cancel);
      work();
    });
    this.#timers.add(cancel);
  }

  #envelope(event: PutEvent): Envelope {
    const { clock, accountId, region } = this.#options;
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': event.detailType,
      source: event.source,
      account: accountId,
      time: (event.time ?? new Date(clock.now())).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: event.resources ?? [],
      detail: event.detail,
    };
  }
}

/** `rate(5 minutes)` in milliseconds. */
function rateMs({ name, schedule = '' }: EventRule): number {
  const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const ms = Number(value) * (UNITS_MS[unit ?? ''] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new Error(`The schedule "${schedule}" of the rule ${name} is not understood here: only rates are.`);
}
