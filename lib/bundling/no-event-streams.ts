/* Takes the place of @smithy/core/event-streams, which is for commands that stream events: no function sends one. */

/** A client that has such a command, as S3's has, asks for this when it is made: what it then has is never used. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error('Event streams are not part of the bundle: see lib/bundling/no-event-streams.ts.');
}

/** What such a command is sent and read with. */
export class EventStreamSerde {
  constructor() {
    eventStreamSerdeProvider();
  }
}
