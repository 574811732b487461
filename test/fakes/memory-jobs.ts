import { BrokenInvariant, ConcurrentWrite } from '../../functions/domain/errors.ts';
import type { Job } from '../../functions/domain/job.ts';
import type { JobEvent } from '../../functions/domain/job-event.ts';
import { isListed, type JobFilter } from '../../functions/domain/job-filter.ts';
import { type JobSummary, jobSummarySchema } from '../../functions/domain/job-summary.ts';
import type { FoundTargets, Jobs, Page, TargetChunk } from '../../functions/domain/ports.ts';
import { TARGETS_PER_CHUNK, type TargetDecision } from '../../functions/domain/rollout.ts';

export class MemoryJobs implements Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #chunks = new Map<string, TargetChunk>();
  readonly #events = new Map<string, JobEvent>();

  async create(job: Job, targets: readonly string[]): Promise<void> {
    if (!this.#jobs.has(job.id)) this.#jobs.set(job.id, job);
    for (let first = 0; first < targets.length; first += TARGETS_PER_CHUNK) {
      const found = { targets: targets.slice(first, first + TARGETS_PER_CHUNK), versions: null, next: null };
      await this.addTargets(job.id, first / TARGETS_PER_CHUNK, found);
    }
  }

  async addTargets(jobId: string, chunk: number, found: FoundTargets): Promise<FoundTargets> {
    const key = `${jobId}/${chunk}`;
    const { decisions, ...stored } = this.#chunks.get(key) ?? { ...found, decisions: null };
    this.#chunks.set(key, { ...stored, decisions });
    return stored;
  }

  async get(jobId: string): Promise<Job | undefined> {
    return this.#jobs.get(jobId);
  }

  async save(job: Job): Promise<Job> {
    if (this.#jobs.get(job.id)?.revision !== job.revision) throw new ConcurrentWrite(job.id);
    const next = { ...job, revision: job.revision + 1 };
    this.#jobs.set(job.id, next);
    return next;
  }

  async listOpen(cursor: string | null, limit = 100): Promise<Page<Job>> {
    return this.#page(({ phase }) => phase !== 'done', cursor, limit);
  }

  async listEnded(cursor: string | null, limit: number): Promise<Page<Job>> {
    return this.#page(({ phase }) => phase === 'done', cursor, limit);
  }

  async list(filter: JobFilter, limit: number, cursor: string | null): Promise<Page<JobSummary>> {
    const place = ({ createdAt, id }: JobSummary) => createdAt + id;
    const found = [...this.#jobs.values()]
      .map((job) => jobSummarySchema.parse(job))
      .filter((job) => isListed(filter, job) && (cursor === null || place(job) < cursor))
      .sort((a, b) => (place(a) > place(b) ? -1 : 1));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: last === undefined || found.length <= limit ? null : place(last) };
  }

  #page(isIn: (job: Job) => boolean, cursor: string | null, limit: number): Page<Job> {
    const place = ({ createdAt, id }: Job) => createdAt + id;
    const jobs = [...this.#jobs.values()].filter(isIn).sort((a, b) => (place(a) < place(b) ? -1 : 1));
    const left = jobs.filter((job) => cursor === null || place(job) > cursor);
    const items = left.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: last === undefined || left.length <= limit ? null : place(last) };
  }

  async targetChunk(jobId: string, chunk: number): Promise<TargetChunk> {
    const found = this.#chunks.get(`${jobId}/${chunk}`);
    if (found === undefined) throw new BrokenInvariant(`no chunk ${chunk}`);
    return found;
  }

  async targetChunks(job: Job): Promise<readonly TargetChunk[]> {
    const chunks = Array.from({ length: Math.ceil(job.targetCount / TARGETS_PER_CHUNK) }, (_, chunk) => chunk);
    return Promise.all(chunks.map((chunk) => this.targetChunk(job.id, chunk)));
  }

  async decideTargets(
    jobId: string,
    chunk: number,
    decisions: readonly TargetDecision[],
  ): Promise<readonly TargetDecision[]> {
    const found = await this.targetChunk(jobId, chunk);
    this.#chunks.set(`${jobId}/${chunk}`, { ...found, decisions: found.decisions ?? decisions });
    return found.decisions ?? decisions;
  }

  async keepEvent(jobId: string, event: JobEvent): Promise<void> {
    this.#events.set(`${jobId}/${event.number}`, event);
  }

  async keptEvents(jobId: string, from: number, limit: number): Promise<readonly JobEvent[]> {
    const numbers = Array.from({ length: limit }, (_, index) => from + index);
    return numbers.flatMap((number) => this.#events.get(`${jobId}/${number}`) ?? []);
  }
}
