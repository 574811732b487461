import type { Announcements, JobEnded } from '../../functions/domain/job-ended.ts';

/** What was told, and a world that can refuse to hear. */
export class MemoryAnnouncements implements Announcements {
  readonly told: JobEnded[] = [];
  isDeaf = false;

  async jobEnded(event: JobEnded): Promise<void> {
    if (this.isDeaf) throw new Error('Nobody hears.');
    this.told.push(event);
  }
}
