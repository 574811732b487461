import { type AlarmState, type Alarms, MOST_ALARMS } from '../../functions/domain/ports.ts';

/** Alarms whose states a test sets. */
export class MemoryAlarms implements Alarms {
  readonly #states = new Map<string, AlarmState>();
  /** What reading fails with, while CloudWatch cannot be asked. */
  failure: Error | undefined;

  set(name: string, state: AlarmState): void {
    this.#states.set(name, state);
  }

  async states(names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>> {
    if (names.length < 1 || names.length > MOST_ALARMS)
      throw new RangeError(`1 to ${MOST_ALARMS} alarms can be asked for.`);
    if (this.failure !== undefined) throw this.failure;
    return new Map(
      names.flatMap((name) => {
        const state = this.#states.get(name);
        return state === undefined ? [] : [[name, state]];
      }),
    );
  }
}
