import { ConcurrentWrite, Refusal } from '../errors.ts';

/** The workflow writes its job, too: a call that comes at that moment is simply made again on what is stored then. */
const TRIES = 5;

/** Reads, decides and writes, again where somebody wrote in between. @throws Refusal where that happens all the time */
export async function whileOthersWrite<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let left = TRIES; left > 0; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConcurrentWrite)) throw error;
    }
  }
  throw new Refusal('conflict', 'CHANGED_MEANWHILE', 'The job changes all the time; look at it and try again.');
}
