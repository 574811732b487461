import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export type Bundles = ReadonlyMap<string, Uint8Array>;

/**
 * Bundles of sources that were bundled before, for the embedded stack, which every start would bundle anew: 4 s on two cores. Never for
 * what is deployed: a dependency that is changed by hand below node_modules is not noticed. Any number of processes may use it at once.
 */
export class BundleCache {
  readonly #folder: string;

  /**
   * @param folder only this cache's; of older sources it keeps nothing
   * @param key what the bundles follow from: other bundles have another one
   */
  constructor(
    private readonly folder: string,
    key: string,
  ) {
    this.#folder = join(folder, key);
  }

  /** The bundle of each name; undefined where one of them is not there. */
  read(names: readonly string[]): Bundles | undefined {
    try {
      return new Map(names.map((name) => [name, readFileSync(join(this.#folder, name))]));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  write(bundles: Bundles): void {
    mkdirSync(this.folder, { recursive: true });
    const made = mkdtempSync(join(this.folder, 'new-'));
    for (const [name, content] of bundles) writeFileSync(join(made, name), content);
    const others = readdirSync(this.folder).filter((name) => !name.startsWith('new-'));
    for (const other of others) rmSync(join(this.folder, other), { recursive: true, force: true });
    try {
      renameSync(made, this.#folder);
    } catch (error) {
      if (!isThere(error)) throw error;
      // Another process was first, with the same bundles.
      rmSync(made, { recursive: true });
    }
  }
}

/** One text for the contents of all these files and all files below these folders. */
export function contentKey(paths: readonly string[], settings: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const path of paths.flatMap(filesBelow).sort()) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 32);
}

const filesBelow = (path: string): string[] =>
  statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isThere = (error: unknown): boolean => codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST';
