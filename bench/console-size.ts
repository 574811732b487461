import { firstLoad } from '../console/first-load.ts';
import { builtConsole } from '../local/console-build.ts';

/* npm run bench:console: what a first visit to each page of the console loads, compressed, in kB of 1,000 bytes. */

const pages = ['fleet/fleet-page.tsx', 'upgrades/new-upgrade-page.tsx', 'jobs/jobs-page.tsx', 'jobs/job-page.tsx'];
const folder = await builtConsole();
for (const page of pages) {
  const files = firstLoad(folder, page);
  const sum = (of: 'brotli' | 'gzip') => (files.reduce((total, file) => total + file[of], 0) / 1_000).toFixed(0);
  process.stdout.write(
    `${page}: ${sum('brotli')} kB with Brotli, ${sum('gzip')} kB with gzip, ${files.length} files\n`,
  );
}
