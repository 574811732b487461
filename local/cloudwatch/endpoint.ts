import type { Server } from 'node:http';
import { awsJsonServer } from '../aws-json.ts';
import { page } from '../ssm/paging.ts';
import { parseRequest } from '../ssm/requests.ts';
import type { AlarmType, LocalAlarm, LocalAlarms } from './alarms.ts';
import { deleteAlarmsRequest, describeAlarmsRequest, putMetricAlarmRequest, setAlarmStateRequest } from './requests.ts';

/** How many alarms are answered in a page unless told. */
const PAGE = 50;

/**
 * The CloudWatch endpoint over alarms: AWS SDKs for JavaScript and the AWS CLI talk to it by AWS_ENDPOINT_URL_CLOUDWATCH.
 * It speaks JSON alone, which AWS CLI 1.45 does; a CLI that still speaks the query protocol is answered with
 * UnknownOperationException. `largestPage` makes pages smaller than what a caller asks for, as CloudWatch may.
 */
export function cloudWatchServer(alarms: LocalAlarms, largestPage = 100): Server {
  return awsJsonServer('GraniteServiceVersion20100801', '1.0', {
    DescribeAlarms: (input) => describeAlarms(alarms, input, largestPage),
    PutMetricAlarm: (input) => {
      const { AlarmName, ...definition } = parseRequest(putMetricAlarmRequest, input);
      alarms.define(AlarmName, definition);
    },
    SetAlarmState: (input) => {
      const { AlarmName, StateValue, StateReason } = parseRequest(setAlarmStateRequest, input);
      alarms.setState(AlarmName, StateValue, StateReason);
    },
    DeleteAlarms: (input) => alarms.delete(parseRequest(deleteAlarmsRequest, input).AlarmNames),
  });
}

function describeAlarms(alarms: LocalAlarms, input: unknown, largestPage: number) {
  const request = parseRequest(describeAlarmsRequest, input);
  const { AlarmNames, AlarmTypes, StateValue, MaxRecords = PAGE } = request;
  const matching = alarms.all().filter(
    ({ name, type, state }) =>
      // No names at all are no filter, like names that are left out.
      (!AlarmNames?.length || AlarmNames.includes(name)) &&
      AlarmTypes.includes(type) &&
      (StateValue === undefined || state === StateValue),
  );
  const { items, nextToken } = page(matching, ({ name }) => name, Math.min(MaxRecords, largestPage), request.NextToken);
  const told = (type: AlarmType) => items.filter((alarm) => alarm.type === type).map(description);
  return { MetricAlarms: told('MetricAlarm'), CompositeAlarms: told('CompositeAlarm'), NextToken: nextToken };
}

function description({ name, arn, definition, state, reason, updatedAt }: LocalAlarm) {
  return {
    AlarmName: name,
    AlarmArn: arn,
    ...definition,
    StateValue: state,
    StateReason: reason,
    // AWS JSON tells times in seconds since the epoch.
    StateUpdatedTimestamp: updatedAt / 1000,
  };
}
