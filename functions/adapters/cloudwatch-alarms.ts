import { CloudWatchClient, type CloudWatchClientConfig, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod';
import { type AlarmState, type Alarms, alarmStates, MOST_ALARMS } from '../domain/ports.ts';

/**
 * DescribeAlarms takes 9 calls a second in an account and region. Throttled ones are repeated after at most 1, 2, 4 and 8 s:
 * well within the 60 s of a decision.
 */
export const alarmsClient = (change: CloudWatchClientConfig = {}): CloudWatchClient =>
  new CloudWatchClient({ retryMode: 'standard', maxAttempts: 5, ...change });

/** A state that CloudWatch has learned since is an error, and never passed over as none. */
const alarmSchema = z.object({ AlarmName: z.string(), StateValue: z.enum(alarmStates) });

/** CloudWatch alarms, in this account and region. */
export class CloudWatchAlarms implements Alarms {
  readonly #client: CloudWatchClient;

  constructor(client: CloudWatchClient) {
    this.#client = client;
  }

  async states(names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>> {
    // Asked for no names, CloudWatch would answer every alarm of the account.
    if (names.length < 1 || names.length > MOST_ALARMS)
      throw new RangeError(`${names.length} alarms cannot be asked for: 1 to ${MOST_ALARMS} can.`);
    const states = new Map<string, AlarmState>();
    const query = {
      AlarmNames: [...names],
      // Only metric alarms are answered unless the types are named.
      AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const],
    };
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms(
      { client: this.#client },
      query,
    )) {
      for (const { AlarmName, StateValue } of z.array(alarmSchema).parse([...MetricAlarms, ...CompositeAlarms]))
        states.set(AlarmName, StateValue);
    }
    return states;
  }
}
