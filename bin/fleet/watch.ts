import type { Schemas } from '../client/client.ts';
import { answered } from './connection/answer.ts';
import type { Session } from './connection/session.ts';
import { exitCodes, Failure } from './failures.ts';
import { progressOn, standing } from './show/progress.ts';

type Job = Schemas['Job'];

/** Milliseconds between two looks: the shorter after a change, then ever longer while nothing does. */
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [1_000, 5_000];
const SLOWDOWN = 1.5;

/**
 * Follows a job to its end and shows how it goes. Whatever ends the watching before (Ctrl-C, a timeout, a broken line), the job goes on.
 * @throws Failure
 */
export async function watch(session: Session, first: Job): Promise<Job> {
  const { world } = session;
  const stop = new AbortController();
  const release = world.onInterrupt(() => stop.abort(new Failure('interrupted', 'No longer watching.')));
  const progress = progressOn(world);
  try {
    return await follow(session, first, stop.signal, progress.show);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const goesOn = `The job goes on. To watch it: fleet job ${first.id} --watch. To stop it: fleet cancel ${first.id}`;
    throw new Failure(error.kind, `${error.message}\n${goesOn}`, { cause: error });
  } finally {
    progress.end();
    release();
  }
}

async function follow(session: Session, first: Job, signal: AbortSignal, show: (job: Job) => void): Promise<Job> {
  const { client, world, deadline = Number.POSITIVE_INFINITY } = session;
  let [job, pause] = [first, SHORTEST_PAUSE];
  for (;;) {
    show(job);
    if (job.completedAt !== null) return job;
    if (world.now() >= deadline) throw new Failure('timedOut', 'Timed out.');
    await world.sleep(Math.min(pause, deadline - world.now()), signal);
    signal.throwIfAborted();
    const path = { jobId: job.id };
    const next: Job = answered(await client.GET('/api/v1/upgrade-jobs/{jobId}', { params: { path }, signal }));
    pause = standing(next) === standing(job) ? Math.min(LONGEST_PAUSE, pause * SLOWDOWN) : SHORTEST_PAUSE;
    job = next;
  }
}

/** What became of a job that has ended, for pipelines. */
export const codeOf = ({ status }: Pick<Job, 'status'>): number =>
  status === 'success' ? exitCodes.success : exitCodes.failed;
