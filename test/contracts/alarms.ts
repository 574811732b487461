import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlarmState, Alarms } from '../../functions/domain/ports.ts';

/** CloudWatch with no alarms yet. */
export interface AlarmsWorld {
  readonly alarms: Alarms;
  set(name: string, state: AlarmState, type?: 'MetricAlarm' | 'CompositeAlarm'): void;
  /** From now on the alarms cannot be read. */
  breakDown(): Promise<void>;
  stop(): Promise<void>;
}

const eleven = Array.from({ length: 11 }, (_, index) => `alarm ${index}`);
const ten = eleven.slice(0, 10);

/** What all alarms do, the real adapter and its twin alike. */
export function alarmsContract(name: string, start: () => Promise<AlarmsWorld>): void {
  describe(`${name} keeps the contract of alarms`, () => {
    let world: AlarmsWorld;
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.stop());

    test('each alarm that is named has its state, and an unknown one is absent', async () => {
      world.set('fine', 'OK');
      world.set('ringing', 'ALARM');
      world.set('new', 'INSUFFICIENT_DATA');
      world.set('not asked for', 'ALARM');
      expect(await world.alarms.states(['fine', 'ringing', 'new', 'unknown'])).toEqual(
        new Map([
          ['fine', 'OK'],
          ['ringing', 'ALARM'],
          ['new', 'INSUFFICIENT_DATA'],
        ]),
      );
    });

    test('composite alarms are answered like metric ones', async () => {
      world.set('metric', 'OK', 'MetricAlarm');
      world.set('composite', 'ALARM', 'CompositeAlarm');
      expect(await world.alarms.states(['metric', 'composite'])).toEqual(
        new Map([
          ['metric', 'OK'],
          ['composite', 'ALARM'],
        ]),
      );
    });

    test('ten alarms are all answered, in however many pages', async () => {
      for (const each of eleven) world.set(each, 'OK');
      expect([...(await world.alarms.states(ten)).keys()].toSorted()).toEqual(ten);
    });

    test('an alarm is answered as it is now', async () => {
      world.set('disk', 'OK');
      await world.alarms.states(['disk']);
      world.set('disk', 'ALARM');
      expect((await world.alarms.states(['disk'])).get('disk')).toBe('ALARM');
    });

    test.each([
      ['no names', []],
      ['eleven names', eleven],
    ])('%s are refused', async (_, names) => {
      world.set('disk', 'OK');
      await expect(world.alarms.states(names)).rejects.toThrow(RangeError);
    });

    test('alarms that cannot be read are an error, never an empty answer', async () => {
      world.set('disk', 'OK');
      await world.breakDown();
      await expect(world.alarms.states(['disk'])).rejects.toThrow();
    });
  });
}
