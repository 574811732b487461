import type { Server } from 'node:http';
import * as z from 'zod';
import { awsJsonServer } from '../aws-json.ts';
import type { EventBus } from '../event-bus.ts';
import { parseRequest } from '../ssm/requests.ts';

/** One of at most ten, to the default bus: there is no other here. */
const entrySchema = z.strictObject({
  Source: z.string().min(1).max(256),
  DetailType: z.string().min(1).max(128),
  Detail: z.string(),
  /** Seconds since the epoch. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
});
const putEventsRequest = z.strictObject({ Entries: z.array(entrySchema).min(1).max(10) });

/** The EventBridge endpoint over the event bus: AWS SDKs and the AWS CLI put events to it by AWS_ENDPOINT_URL_EVENTBRIDGE. */
export function eventBridgeServer(events: Pick<EventBus, 'put'>): Server {
  return awsJsonServer('AWSEvents', '1.1', {
    PutEvents: (input) => {
      const answers = parseRequest(putEventsRequest, input).Entries.map((entry) => putEntry(events, entry));
      return { FailedEntryCount: answers.filter(({ EventId }) => EventId === undefined).length, Entries: answers };
    },
  });
}

/** EventBridge answers 200 for an entry that it does not take, too. */
function putEntry(
  events: Pick<EventBus, 'put'>,
  { Source, DetailType, Detail, Time, Resources }: z.infer<typeof entrySchema>,
): { readonly EventId?: string; readonly ErrorCode?: string; readonly ErrorMessage?: string } {
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Only AWS services put events of aws.' };
  const detail = parsed(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const at = Time === undefined ? {} : { time: new Date(Time * 1000) };
  const EventId = events.put({ source: Source, detailType: DetailType, detail, resources: Resources ?? [], ...at });
  return { EventId };
}

/** A JSON object, or undefined. */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
