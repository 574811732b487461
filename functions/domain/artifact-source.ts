import * as z from 'zod';
import { artifactSchema } from './catalogue.ts';

/*
 * Where callers' own artifacts may come from: an origin and the beginning of a path, up to a `/`.
 */

/** https, or http on loopback. */
const artifactSourceSchema = artifactSchema.shape.url
  .refine((text) => !/[?#]/.test(text), 'without ? and #')
  .transform((text) => new URL(text).href);

export const artifactSourcesSchema = z.array(artifactSourceSchema);

/** Characters that a server may read as a step up or as a path's border although the URL standard does not. */
const DISGUISED = /%(2e|2f|5c|25|00)|;/i;

/** Is the address below one of the sources? Parsed first, so that `..` and its spellings are resolved. */
export function isFromSource(url: string, sources: readonly string[]): boolean {
  const { origin, pathname } = new URL(url);
  if (DISGUISED.test(pathname)) return false;
  return sources
    .map((source) => new URL(source))
    .some((source) => origin === source.origin && isBelow(pathname, source.pathname));
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
