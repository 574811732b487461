import { MemoryAlarms } from '../fakes/memory-alarms.ts';
import { alarmsContract } from './alarms.ts';

alarmsContract('the in-memory twin', async () => {
  const alarms = new MemoryAlarms();
  const breakDown = async () => {
    alarms.failure = new Error('CloudWatch does not answer.');
  };
  return { alarms, set: (name, state) => alarms.set(name, state), breakDown, stop: async () => undefined };
});
