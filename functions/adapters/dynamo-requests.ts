import { createHash } from 'node:crypto';
import * as z from 'zod';
import { BrokenInvariant } from '../domain/errors.ts';
import { REQUEST_LIFETIME_MS, type Requests, type SubmittedRequest } from '../domain/ports.ts';
import { type DynamoTable, type Key, ttl } from './dynamo-table.ts';

/** `REQUEST#hash/REQUEST`. TTL only tidies up: a request that has expired and is still stored counts as free. */
export class DynamoRequests implements Requests {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async remember(subject: string, key: string, request: SubmittedRequest): Promise<SubmittedRequest> {
    const until = new Date(request.submittedAt.getTime() + REQUEST_LIFETIME_MS);
    const { jobId, fingerprint } = request;
    const submittedAt = request.submittedAt.toISOString();
    const item = {
      ...requestKey(subject, key),
      jobId,
      fingerprint,
      submittedAt,
      until: until.toISOString(),
      expiresAt: ttl(until),
    };
    const free = {
      expression: 'attribute_not_exists(pk) OR #until <= :now',
      names: ['until'],
      values: { ':now': submittedAt },
    };
    if (await this.#table.put(item, free)) return request;
    const stored = await this.#table.get(requestKey(subject, key));
    if (stored === undefined) throw new BrokenInvariant('A request is and is not remembered.');
    return requestSchema.parse(stored);
  }

  async find(subject: string, key: string, now: Date): Promise<SubmittedRequest | undefined> {
    const stored = await this.#table.get(requestKey(subject, key));
    const request = stored === undefined ? undefined : requestSchema.parse(stored);
    return request !== undefined && isRemembered(request, now) ? request : undefined;
  }
}

const isRemembered = ({ submittedAt }: SubmittedRequest, now: Date): boolean =>
  submittedAt.getTime() + REQUEST_LIFETIME_MS > now.getTime();

const requestSchema = z
  .object({ jobId: z.string(), fingerprint: z.string(), submittedAt: z.iso.datetime() })
  .transform(({ submittedAt, ...rest }) => ({ ...rest, submittedAt: new Date(submittedAt) }));

/** Subject and key are callers' own words: hashed as JSON, no two pairs come to the same name, whatever is in them. */
function requestKey(subject: string, key: string): Key {
  const hash = createHash('sha256')
    .update(JSON.stringify([subject, key]))
    .digest('hex');
  return { pk: `REQUEST#${hash}`, sk: 'REQUEST' };
}
