import { brotliCompressSync } from 'node:zlib';
import { firstLoad, gzippedBytes } from '../console/first-load.ts';
import { builtConsole } from '../local/console-build.ts';

/* npm run bench:console: what a first visit to each page of the console loads, compressed, in kB of 1,000 bytes. */

const pages = ['fleet/fleet-page.tsx', 'upgrades/new-upgrade-page.tsx', 'jobs/jobs-page.tsx', 'jobs/job-page.tsx'];
const folder = await builtConsole();
for (const page of pages) {
  const files = firstLoad(folder, page);
  const brotli = files.reduce((sum, { content }) => sum + brotliCompressSync(content).length, 0);
  const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`;
  process.stdout.write(
    `${page}: ${kilobytes(brotli)} with Brotli, ${kilobytes(gzippedBytes(files))} with gzip, ${files.length} files\n`,
  );
}
