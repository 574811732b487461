import { S3Client } from '@aws-sdk/client-s3';
import { S3Audit } from './adapters/s3-audit.ts';
import { auditRecordOf, streamEventSchema } from './audit-records.ts';
import { environment } from './environment.ts';
import { task } from './task.ts';

const env = environment(['AUDIT_BUCKET']);
const audit = new S3Audit(new S3Client(), env.AUDIT_BUCKET);

/** Each write of a job, in order, from the table's stream. Only their records are logged, by their keys. */
const recordsSchema = streamEventSchema.transform(({ Records }) => Records.map(auditRecordOf));

export const handler = task(
  recordsSchema,
  async (records) => {
    // One after the other: several writes of a job may carry the same entry.
    for (const { key, content } of records) await audit.keep(key, content);
    return { kept: records.map(({ key }) => key) };
  },
  () => undefined,
);
