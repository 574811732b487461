import { compareVersions as compareDotted, validate } from 'compare-versions';
import * as z from 'zod';
import type { VersionScheme } from './agent-type.ts';
import { compareDeb } from './versions/deb.ts';
import { compareRpm } from './versions/rpm.ts';

/** What a node says of an agent's version: whatever its agent prints, and so also what nobody could ask for. */
export const reportedVersionSchema = z.string().min(1).max(64);

/**
 * A version as requests and catalogues write it, at most 64 characters. It begins with a letter or a digit, so it is no option of a
 * command, and nothing in it means anything to a shell inside quotes. `~` and `^` are rpm's, `~` also dpkg's.
 */
export const versionSchema = z
  .string()
  .regex(
    /^[0-9A-Za-z][0-9A-Za-z.+~^:_-]{0,63}$/,
    'a version such as 1.5.0: letters, digits and . + ~ ^ : _ -, at most 64',
  );

/**
 * Orders two versions: negative where `a` is older, 0 where neither is, positive where `a` is newer.
 * Answers undefined where the scheme cannot order them. `semver` and `dotted` take 1 to 4 numeric parts;
 * a pre-release is older than its release (semver 2.0.0, item 11). `deb` and `rpm` order as the package managers do.
 */
export function compareVersions(scheme: VersionScheme, a: string, b: string): number | undefined {
  switch (scheme) {
    case 'semver':
    case 'dotted':
      return validate(a) && validate(b) ? compareDotted(a, b) : undefined;
    case 'deb':
      return compareDeb(a, b);
    case 'rpm':
      return compareRpm(a, b);
    case 'opaque':
      return undefined;
  }
}
