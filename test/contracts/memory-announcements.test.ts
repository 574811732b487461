import { MemoryAnnouncements } from '../fakes/memory-announcements.ts';
import { announcementsContract } from './announcements.ts';

announcementsContract('the in-memory twin', async () => {
  const announcements = new MemoryAnnouncements();
  return {
    announcements,
    heard: () => announcements.told,
    refuse: () => {
      announcements.isDeaf = true;
    },
    stop: async () => undefined,
  };
});
