import { compareVersions as compareDotted, validate } from 'compare-versions';
import * as z from 'zod';
import type { VersionScheme } from './agent-type.ts';

/** A version as requests and catalogues write it: nothing in it means anything to a shell. At most 64 characters. */
export const versionSchema = z
  .string()
  .regex(
    /^[0-9A-Za-z][0-9A-Za-z.+~:_-]{0,63}$/,
    'a version such as 1.5.0: letters, digits and . + ~ : _ -, at most 64',
  );

/**
 * Orders two versions: negative where `a` is older, 0 where neither is, positive where `a` is newer.
 * Answers undefined where the scheme cannot order them. `semver` and `dotted` take 1 to 4 numeric parts;
 * a pre-release is older than its release (semver 2.0.0, item 11).
 */
export function compareVersions(scheme: VersionScheme, a: string, b: string): number | undefined {
  switch (scheme) {
    case 'semver':
    case 'dotted':
      return validate(a) && validate(b) ? compareDotted(a, b) : undefined;
    case 'opaque':
      return undefined;
  }
}
