import type { AlarmState } from '../../functions/domain/ports.ts';
import { AwsError } from '../aws-json.ts';
import type { Clock } from '../clock.ts';

export type AlarmType = 'MetricAlarm' | 'CompositeAlarm';

export interface LocalAlarm {
  readonly name: string;
  readonly arn: string;
  readonly type: AlarmType;
  /** What PutMetricAlarm said of it; it is answered again, and evaluated by nobody. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly state: AlarmState;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

interface LocalAlarmsOptions {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
}

/** CloudWatch's alarms without its metrics: a state is what it was last set to, and stays (CloudWatch evaluates it anew soon). */
export class LocalAlarms {
  readonly #options: LocalAlarmsOptions;
  readonly #alarms = new Map<string, LocalAlarm>();

  constructor(options: LocalAlarmsOptions) {
    this.#options = options;
  }

  /** Sets the state of an alarm, which is made where there is none. For tests and demonstrations. */
  set(name: string, state: AlarmState, type: AlarmType = 'MetricAlarm'): void {
    this.#alarms.set(name, { ...this.#existing(name, type), state, reason: 'Set by hand.', updatedAt: this.#now() });
  }

  /** Creates a metric alarm, which has no data yet, or changes what defines it: then its state stays, as in CloudWatch. */
  define(name: string, definition: LocalAlarm['definition']): void {
    const alarm = this.#existing(name, 'MetricAlarm');
    if (alarm.type !== 'MetricAlarm') throw new AwsError('ValidationException', `${name} is a composite alarm.`);
    this.#alarms.set(name, { ...alarm, definition });
  }

  /** @throws AwsError ResourceNotFound */
  setState(name: string, state: AlarmState, reason: string): void {
    this.#alarms.set(name, { ...this.#found(name), state, reason, updatedAt: this.#now() });
  }

  /** Deletes all of them, or none where one is not there. @throws AwsError ResourceNotFound */
  delete(names: readonly string[]): void {
    for (const { name } of names.map((each) => this.#found(each))) this.#alarms.delete(name);
  }

  /** All alarms, by name. */
  all(): readonly LocalAlarm[] {
    return [...this.#alarms.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  #found(name: string): LocalAlarm {
    const found = this.#alarms.get(name);
    if (found === undefined) throw new AwsError('ResourceNotFound', `There is no alarm ${name}.`, 404);
    return found;
  }

  #existing(name: string, type: AlarmType): LocalAlarm {
    const { account, region } = this.#options;
    return (
      this.#alarms.get(name) ?? {
        name,
        arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
        type,
        definition: {},
        state: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        updatedAt: this.#now(),
      }
    );
  }

  #now(): number {
    return this.#options.clock.now();
  }
}
