import * as z from 'zod';
import { BrokenInvariant, ConcurrentWrite } from '../domain/errors.ts';
import { type Job, jobSchema } from '../domain/job.ts';
import { type JobEvent, jobEventSchema } from '../domain/job-event.ts';
import type { FoundTargets, Jobs, OpenJob, Page, TargetChunk } from '../domain/ports.ts';
import { TARGETS_PER_CHUNK, type TargetDecision, targetDecisionSchema } from '../domain/rollout.ts';
import {
  content,
  type DynamoTable,
  fromCursor,
  type Item,
  type Key,
  notThere,
  revisionIs,
  toCursor,
} from './dynamo-table.ts';

/** `JOB#id/JOB`, `JOB#id/TARGET#k` and `JOB#id/EVENT#n`. Jobs that are not done are in the index, by time. */
export class DynamoJobs implements Jobs {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async create(job: Job, targets: readonly string[]): Promise<void> {
    await this.#table.put(toItem(job), notThere);
    const chunks = Array.from({ length: Math.ceil(targets.length / TARGETS_PER_CHUNK) }, (_, chunk) => ({
      ...targetKey(job.id, chunk),
      targets: targets.slice(chunk * TARGETS_PER_CHUNK, (chunk + 1) * TARGETS_PER_CHUNK),
    }));
    await Promise.all(chunks.map((item) => this.#table.put(item, notThere)));
  }

  async get(jobId: string): Promise<Job | undefined> {
    const item = await this.#table.get(jobKey(jobId));
    return item === undefined ? undefined : jobSchema.parse(content(item));
  }

  async save(job: Job): Promise<Job> {
    const next = { ...job, revision: job.revision + 1 };
    if (await this.#table.put(toItem(next), revisionIs(job.revision))) return next;
    throw new ConcurrentWrite(`${job.id} is no longer at revision ${job.revision}.`);
  }

  async listOpen(cursor: string | null): Promise<Page<OpenJob>> {
    const start = cursor === null ? undefined : fromCursor(z.record(z.string(), z.unknown()), cursor);
    const { items, last } = await this.#table.indexPage(OPEN_JOBS, OPEN_JOBS_IN_A_PAGE, start);
    return {
      items: items.map((item) => openJobSchema.parse(item)),
      nextCursor: last === undefined ? null : toCursor(last),
    };
  }

  async addTargets(jobId: string, chunk: number, targets: FoundTargets): Promise<FoundTargets> {
    if (await this.#table.put({ ...targetKey(jobId, chunk), ...targets }, notThere)) return targets;
    const { decisions: _, ...stored } = await this.targetChunk(jobId, chunk);
    return stored;
  }

  async targetChunk(jobId: string, chunk: number): Promise<TargetChunk> {
    const item = await this.#table.get(targetKey(jobId, chunk));
    if (item === undefined) throw new BrokenInvariant(`Targets ${chunk} of ${jobId} are not stored.`);
    return targetChunk(item);
  }

  async targetChunks(job: Job): Promise<readonly TargetChunk[]> {
    const { pk } = jobKey(job.id);
    const items = await this.#table.range(pk, targetKey(job.id, 0).sk, targetKey(job.id, MOST_CHUNKS).sk);
    return items.map(targetChunk);
  }

  async decideTargets(
    jobId: string,
    chunk: number,
    decisions: readonly TargetDecision[],
  ): Promise<readonly TargetDecision[]> {
    const undecided = { expression: 'attribute_exists(pk) AND attribute_not_exists(#decisions)', names: ['decisions'] };
    if (await this.#table.update(targetKey(jobId, chunk), { decisions }, undecided)) return decisions;
    const stored = await this.targetChunk(jobId, chunk);
    if (stored.decisions === null) throw new BrokenInvariant(`Targets ${chunk} of ${jobId} could not be decided.`);
    return stored.decisions;
  }

  async keepEvent(jobId: string, event: JobEvent): Promise<void> {
    await this.#table.putAlways({ ...eventKey(jobId, event.number), ...event });
  }

  async keptEvents(jobId: string, from: number, limit: number): Promise<readonly JobEvent[]> {
    const { pk, sk } = eventKey(jobId, from);
    const items = await this.#table.range(pk, sk, eventKey(jobId, from + limit - 1).sk);
    return items.map((item) => jobEventSchema.parse(content(item)));
  }
}

const OPEN_JOBS = 'OPEN_JOBS';
const OPEN_JOBS_IN_A_PAGE = 100;
const MOST_CHUNKS = 9_999;

/** No more is parsed of a listed job than is asked for: one whose other fields are broken must not hide those beside it. */
const { id, createdAt, execution } = jobSchema.shape;
const openJobSchema = z.object({ id, createdAt, execution });

const jobKey = (jobId: string): Key => ({ pk: `JOB#${jobId}`, sk: 'JOB' });
const targetKey = (jobId: string, chunk: number): Key => ({
  pk: `JOB#${jobId}`,
  sk: `TARGET#${String(chunk).padStart(4, '0')}`,
});

const eventKey = (jobId: string, number: number): Key => ({
  pk: `JOB#${jobId}`,
  sk: `EVENT#${String(number).padStart(6, '0')}`,
});

function toItem(job: Job): Key & Item {
  const index = job.phase === 'done' ? {} : { index1pk: OPEN_JOBS, index1sk: `${job.createdAt}#${job.id}` };
  return { ...jobKey(job.id), ...index, ...job };
}

const targetItemSchema = z.object({
  targets: z.array(z.string()),
  versions: z.array(z.string().nullable()).nullable().default(null),
  next: z.string().nullable().default(null),
  decisions: z.array(targetDecisionSchema).nullable().default(null),
});

const targetChunk = (item: Item): TargetChunk => targetItemSchema.parse(item);
