import * as z from 'zod';
import { BrokenInvariant, ConcurrentWrite } from '../domain/errors.ts';
import { type Job, jobSchema } from '../domain/job.ts';
import { type JobEvent, jobEventSchema } from '../domain/job-event.ts';
import type { JobFilter } from '../domain/job-filter.ts';
import type { JobSummary } from '../domain/job-summary.ts';
import type { FoundTargets, Jobs, OpenJob, Page, TargetChunk } from '../domain/ports.ts';
import { TARGETS_PER_CHUNK, type TargetDecision, targetDecisionSchema } from '../domain/rollout.ts';
import { listNewestFirst } from './dynamo-job-list.ts';
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

/** `JOB#id/JOB`, `JOB#id/TARGET#k` and `JOB#id/EVENT#n`. Jobs are in the index by time, those that are done and the others apart. */
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

  async listOpen(cursor: string | null, limit = OPEN_JOBS_IN_A_PAGE): Promise<Page<OpenJob>> {
    const { items, nextCursor } = await this.#list(OPEN_JOBS, cursor, limit);
    return { items: items.map((item) => openJobSchema.parse(item)), nextCursor };
  }

  async listEnded(cursor: string | null, limit: number): Promise<Page<Pick<Job, 'id'>>> {
    const { items, nextCursor } = await this.#list(ENDED_JOBS, cursor, limit);
    return { items: items.map((item) => z.object({ id }).parse(item)), nextCursor };
  }

  async list(filter: JobFilter, limit: number, cursor: string | null): Promise<Page<JobSummary>> {
    const behind = cursor === null ? undefined : fromCursor(placeSchema, cursor);
    const parts = { open: OPEN_JOBS, ended: ENDED_JOBS };
    const { items, nextCursor } = await listNewestFirst(this.#table, parts, filter, limit, behind);
    return { items, nextCursor: nextCursor === null ? null : toCursor(nextCursor) };
  }

  async #list(partition: string, cursor: string | null, limit: number): Promise<Page<Item>> {
    const start = cursor === null ? undefined : startOf(partition, fromCursor(positionSchema, cursor));
    const { items, last } = await this.#table.indexPage(partition, limit, start);
    const { id, createdAt } = items.at(-1) ?? {};
    const position = last && positionSchema.parse({ id, createdAt });
    return { items, nextCursor: position === undefined ? null : toCursor(position) };
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
/** Written once a job, when it ends. */
const ENDED_JOBS = 'ENDED_JOBS';
const OPEN_JOBS_IN_A_PAGE = 100;
const MOST_CHUNKS = 9_999;

/** No more is parsed of a listed job than is asked for: one whose other fields are broken must not hide those beside it. */
const { id, createdAt, execution, phase, reason } = jobSchema.shape;
const openJobSchema = z.object({
  id,
  createdAt,
  execution,
  phase: phase.nullable().catch(null),
  reason: reason.nullable().catch(null),
  lastEvent: jobEventSchema.pick({ at: true }).strip().nullable().catch(null),
});

/** A position and no key: whoever makes one up only begins elsewhere. */
const positionSchema = z.strictObject({ id, createdAt });

/** The same as it is sorted. */
const placeSchema = z.string().regex(/^[\d:.TZ-]{20,30}#upgrade-job-[0-9A-Z]{26}$/);

const startOf = (partition: string, { id, createdAt }: z.infer<typeof positionSchema>): Item => ({
  ...jobKey(id),
  index1pk: partition,
  index1sk: `${createdAt}#${id}`,
});

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
  const index1pk = job.phase === 'done' ? ENDED_JOBS : OPEN_JOBS;
  return { ...jobKey(job.id), index1pk, index1sk: `${job.createdAt}#${job.id}`, ...job };
}

const targetItemSchema = z.object({
  targets: z.array(z.string()),
  versions: z.array(z.string().nullable()).nullable().default(null),
  next: z.string().nullable().default(null),
  decisions: z.array(targetDecisionSchema).nullable().default(null),
});

const targetChunk = (item: Item): TargetChunk => targetItemSchema.parse(item);
