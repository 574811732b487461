import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, test } from '@jest/globals';
import { EventBridgeAnnouncements } from '../../functions/adapters/eventbridge-announcements.ts';
import { jobEndedSchema } from '../../functions/domain/job-ended.ts';
import { awsJsonServer, close, listen } from '../../local/aws-json.ts';
import { systemClock } from '../../local/clock.ts';
import { type Envelope, EventBus } from '../../local/event-bus.ts';
import { eventBridgeServer } from '../../local/eventbridge/endpoint.ts';
import { jobEnded } from '../fixtures.ts';
import { announcementsContract } from './announcements.ts';

async function start() {
  const heard: Envelope[] = [];
  const bus = new EventBus({
    rules: [],
    accountId: '111122223333',
    region: 'eu-west-1',
    clock: systemClock,
    invoke: async () => undefined,
    onUndelivered: () => undefined,
    onEvent: (event) => heard.push(event),
  });
  const [taking, refusing] = [eventBridgeServer(bus), refusingServer()];
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const endpoints = [await listen(taking), await listen(refusing)];
  const clients = endpoints.map((endpoint) => new EventBridgeClient({ endpoint, region: 'eu-west-1', credentials }));
  const [takes, refuses] = clients.map((client) => new EventBridgeAnnouncements(client, 'test'));
  if (takes === undefined || refuses === undefined) throw new Error('There are two clients.');
  let current = takes;
  return {
    announcements: { jobEnded: (event: typeof jobEnded) => current.jobEnded(event) },
    envelopes: heard,
    heard: () => heard.map(({ detail }) => jobEndedSchema.omit({ environment: true }).parse(detail)),
    refuse: () => {
      current = refuses;
    },
    stop: async () => {
      for (const client of clients) client.destroy();
      await Promise.all([close(taking), close(refusing)]);
    },
  };
}

/** EventBridge answers 200 where it does not take an event. */
const refusingServer = () =>
  awsJsonServer('AWSEvents', '1.1', {
    PutEvents: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] }),
  });

announcementsContract('EventBridge over the wire', start);

test('the event says whose it is, from which environment, and when the job ended', async () => {
  const world = await start();
  await world.announcements.jobEnded(jobEnded);
  await world.stop();
  expect(world.envelopes).toMatchObject([
    {
      source: 'fleet-upgrade',
      'detail-type': 'Upgrade Job Ended',
      time: '2026-01-15T08:01:15Z',
      detail: { environment: 'test' },
    },
  ]);
  expect(jobEndedSchema.parse(world.envelopes[0]?.detail)).toEqual({ environment: 'test', ...jobEnded });
});
