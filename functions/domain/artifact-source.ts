import * as z from 'zod';
import { artifactSourceSchema } from './artifact-url.ts';

/*
 * Where callers' own artifacts may come from.
 */

export const artifactSourcesSchema = z.array(artifactSourceSchema);

/** Characters that a server may read as a step up or as a path's border although the URL standard does not. */
const DISGUISED = /%(2e|2f|5c|25|00)|;/i;

/** Is the address below one of the sources? Parsed first, so that `..` and its spellings are resolved. */
export function isFromSource(url: string, sources: readonly string[]): boolean {
  const { pathname } = new URL(url);
  if (DISGUISED.test(pathname)) return false;
  return sources.some((source) => placeOf(url) === placeOf(source) && isBelow(pathname, new URL(source).pathname));
}

/** What the URL standard calls an origin, and for a bucket, which has none there, what is one here. */
function placeOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
