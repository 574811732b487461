import * as z from 'zod';

/*
 * Where an artifact is: an https URL, an object of Amazon S3, or plain http on loopback, where nothing crosses a network.
 */

const LONGEST_URL = 1500;

/** "General purpose bucket naming rules" in the Amazon S3 User Guide; an alias of an access point looks the same. */
const BUCKET = '(?!\\d+(?:\\.\\d+){3}/)(?![^/]*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]';

/**
 * S3 takes more in a key. These need no encoding in a URL, so that the AWS CLI, which takes the key as it is, and whoever signs a URL mean
 * the same object; and no part is `.` or `..`.
 */
const PART = '(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+';

const OBJECT = new RegExp(`^s3://${BUCKET}(?:/${PART})+$`);
const FOLDER = new RegExp(`^s3://${BUCKET}/(?:${PART}/)*$`);

/** Bytes of a key; all of its characters are of one byte. */
const LONGEST_KEY = 1024;

const isS3 = (text: string): boolean => /^s3:/i.test(text);

const isObject = (text: string): boolean => OBJECT.test(text) && new URL(text).pathname.length - 1 <= LONGEST_KEY;

/** On the web nothing is fetched in plain text, and no password stands in the address. */
function isSafe(text: string): boolean {
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost'));
}

const address = () => z.url({ abort: true }).max(LONGEST_URL);

/** What a node takes: it is told addresses in a line, with blanks between. */
const PLAIN = /^[!#-;=?-[\]^_a-~]+$/;

export const artifactUrlSchema = address()
  .regex(PLAIN, 'an address without blanks, quotes, angle brackets and backslashes; write them as %20 and the like')
  .refine(
    (text) => (isS3(text) ? isObject(text) : isSafe(text)),
    'an https URL without a user name or password, or s3://bucket/key with a key of letters, digits and / . _ ~ -',
  );

/** An origin and the beginning of a path, or a folder of a bucket: `https://artifacts.example.com/agents/`, `s3://bucket/agents/`. */
export const artifactSourceSchema = address()
  .refine(
    (text) => (isS3(text) ? FOLDER.test(asFolder(text)) : isSafe(text)),
    'an https URL without a user name or password, or s3://bucket/folder/',
  )
  .refine((text) => !/[?#]/.test(text), 'without ? and #')
  .transform((text) => (isS3(text) ? asFolder(text) : new URL(text).href));

const asFolder = (text: string): string => (text.endsWith('/') ? text : `${text}/`);

/** A signed address is a key to the artifact: whoever may only read need not have it. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');
