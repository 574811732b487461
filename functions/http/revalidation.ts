import { createHash } from 'node:crypto';
import type { Answer } from './event.ts';

/**
 * Gives the answer an entity tag, and leaves its body out where the caller has it already (RFC 9110, section 13). The tag is of the bytes: a job's
 * revision does not change with each of its batches. Whoever asks may keep the answer, and has to ask again before using it.
 * @param ifNoneMatch the request's header; one that is malformed matches nothing
 */
export function revalidated(answer: Answer, ifNoneMatch: string | undefined): Answer {
  const etag = `"${createHash('sha256')
    .update(answer.body ?? '')
    .digest('base64url')}"`;
  const told = { etag, 'cache-control': 'private, no-cache' };
  if (!matches(ifNoneMatch, etag)) return { ...answer, headers: { ...answer.headers, ...told } };
  const { 'content-type': _contentType, ...kept } = answer.headers ?? {};
  return { statusCode: 304, headers: { ...kept, ...told } };
}

/** By the weak comparison: what stands between may have compressed the answer, and then marks its tag as weak. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag);
}
