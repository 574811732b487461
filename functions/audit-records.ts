import * as z from 'zod';
import { jobSchema } from './domain/job.ts';
import { jobEventSchema } from './domain/job-event.ts';

/* What the table's stream tells of a job, as DynamoDB writes values: `{ S: 'text' }`, `{ N: '1' }`, `{ NULL: true }`, `{ M: { … } }`. */

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const number = z.object({ N: z.string() }).transform(({ N }) => Number(N));
const textOrNull = z.union([text, z.object({ NULL: z.literal(true) }).transform(() => null)]);

const lastEventSchema = z
  .object({ number, at: text, by: textOrNull, phase: text, reason: text, detail: textOrNull })
  .pipe(jobEventSchema);

const { id, action, targetVersion, requestedBy } = jobSchema.shape;

/** Each write of a job carries the newest entry of its audit trail. */
const imageSchema = z.object({
  id: text.pipe(id),
  action: text.pipe(action),
  targetVersion: text.pipe(targetVersion),
  requestedBy: text.pipe(requestedBy),
  lastEvent: z.object({ M: lastEventSchema }).transform(({ M }) => M),
});

export const streamEventSchema = z.object({
  Records: z.array(
    z.object({ eventID: z.string().min(1), dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.unknown() }) }),
  ),
});
type StreamRecord = z.infer<typeof streamEventSchema>['Records'][number];

export interface AuditRecord {
  /** Names the record: what is kept under it once stays as it is. */
  readonly key: string;
  readonly content: unknown;
}

/**
 * The newest entry of a job's audit trail, with what the job is about. A job that can no longer be read is kept as the stream has it, but for
 * what opens something: a record is worth more in a bad form than not at all, and those behind it do not wait for it.
 */
export function auditRecordOf({ eventID, dynamodb }: StreamRecord): AuditRecord {
  const parsed = imageSchema.safeParse(dynamodb.NewImage);
  if (!parsed.success) return { key: `unreadable/${eventID}.json`, content: withoutSecrets(dynamodb.NewImage) };
  const { id: jobId, lastEvent, ...about } = parsed.data;
  const key = `jobs/${jobId}/${String(lastEvent.number).padStart(6, '0')}.json`;
  return { key, content: { jobId, ...about, ...lastEvent } };
}

/** A signed address is a key to its artifact, and a task token lets its holder wake the job: what is kept here nobody can delete. */
function withoutSecrets(image: unknown): unknown {
  const { data } = z.record(z.string(), z.unknown()).safeParse(image);
  if (data === undefined) return null;
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'artifact' && name !== 'waitToken'));
}
