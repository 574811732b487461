import * as z from 'zod';
import type { StoredObject } from './ports.ts';

/*
 * Artifacts in these buckets are sent to nodes as signed addresses, for nodes whose own role may not read them.
 */

/**
 * "General purpose bucket naming rules" in the Amazon S3 User Guide, without dots: a certificate of S3 fits one name in front of the
 * regional endpoint.
 */
const signedBucketSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'the name of a bucket, without dots');

/** In the functions' environment: 20 names of 63 characters are 1,321 bytes of its 4,096. */
export const signedBucketsSchema = z.array(signedBucketSchema).max(20);

/** No key to an artifact lives longer, whatever the pace. */
const LONGEST_MS = 12 * 3_600_000;

/** The bucket and key of an `s3://` address; undefined of every other one. */
export function objectOf(url: string): StoredObject | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/** How long an address that is signed now is needed: until the script that may have begun at `notAfter` is ended. */
export function signedUntil(now: Date, notAfter: Date, executionSeconds: number): Date {
  return new Date(Math.min(notAfter.getTime() + executionSeconds * 1000, now.getTime() + LONGEST_MS));
}
