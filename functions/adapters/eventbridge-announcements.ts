import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type Announcements, JOB_ENDED, type JobEnded } from '../domain/job-ended.ts';

/** The account's default bus, where whoever wants to hear adds a rule. docs/events.md tells what is in the events. */
export class EventBridgeAnnouncements implements Announcements {
  readonly #client: EventBridgeClient;
  readonly #environment: string;

  constructor(client: EventBridgeClient, environment: string) {
    this.#client = client;
    this.#environment = environment;
  }

  async jobEnded(event: JobEnded): Promise<void> {
    const Detail = JSON.stringify({ environment: this.#environment, ...event });
    const Time = new Date(event.completedAt);
    const { Entries = [] } = await this.#client.send(
      new PutEventsCommand({ Entries: [{ Source: JOB_ENDED.source, DetailType: JOB_ENDED.detailType, Detail, Time }] }),
    );
    // The call succeeds also where EventBridge did not take the event.
    const [refused] = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused !== undefined) throw new Error(`EventBridge took no event of ${event.jobId}: ${refused.ErrorCode}`);
  }
}
