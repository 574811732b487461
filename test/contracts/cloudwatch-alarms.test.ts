import { expect, test } from '@jest/globals';
import { alarmsClient, CloudWatchAlarms } from '../../functions/adapters/cloudwatch-alarms.ts';
import { awsJsonServer, close, listen } from '../../local/aws-json.ts';
import { VirtualClock } from '../../local/clock.ts';
import { LocalAlarms } from '../../local/cloudwatch/alarms.ts';
import { cloudWatchServer } from '../../local/cloudwatch/endpoint.ts';
import { now } from '../fixtures.ts';
import { alarmsContract } from './alarms.ts';

const clientOf = (endpoint: string) =>
  alarmsClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });

alarmsContract('CloudWatchAlarms over the wire', async () => {
  const local = new LocalAlarms({ account: '111122223333', region: 'eu-west-1', clock: new VirtualClock(now) });
  const server = cloudWatchServer(local, 3);
  const client = clientOf(await listen(server));
  const breakDown = () => close(server);
  return {
    alarms: new CloudWatchAlarms(client),
    set: (name, state, type) => local.set(name, state, type),
    breakDown,
    stop: async () => {
      client.destroy();
      if (server.listening) await breakDown();
    },
  };
});

test('a state that nobody knows yet is an error', async () => {
  const server = awsJsonServer('GraniteServiceVersion20100801', '1.0', {
    DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: 'disk', StateValue: 'SNOOZED' }] }),
  });
  const client = clientOf(await listen(server));
  try {
    await expect(new CloudWatchAlarms(client).states(['disk'])).rejects.toThrow('StateValue');
  } finally {
    client.destroy();
    await close(server);
  }
});
