import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';

/** Vite's own list of what was built. */
const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]), css: z.array(z.string()).default([]) }),
);
type Manifest = z.infer<typeof manifestSchema>;

export interface LoadedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Bytes of the files as whoever knows gzip alone is sent them. Brotli, which CloudFront prefers, makes less of them. */
export const gzippedBytes = (files: readonly LoadedFile[]): number =>
  files.reduce((sum, { content }) => sum + gzipSync(content, { level: 9 }).length, 0);

/**
 * What a browser that was never here loads before it has shown a page: the document, the frame, and the page's own part, with all that they
 * import.
 * @param folder of a build
 * @param page its source, such as `fleet/fleet-page.tsx`
 */
export function firstLoad(folder: string, page: string): LoadedFile[] {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')));
  const parts = [...reached(manifest, ['index.html', page])].map((name) => partOf(manifest, name));
  const names = new Set(['index.html', ...parts.flatMap(({ file, css }) => [file, ...css])]);
  return [...names].map((name) => ({ name, content: readFileSync(join(folder, name)) }));
}

function reached(manifest: Manifest, names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    reached(manifest, partOf(manifest, name).imports, found);
  }
  return found;
}

function partOf(manifest: Manifest, name: string): Manifest[string] {
  const part = manifest[name];
  if (part === undefined) throw new Error(`The build has no part ${name}.`);
  return part;
}
