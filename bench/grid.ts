import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { close, listen } from '../local/aws-json.ts';
import { browserPath, startBrowser, WITHOUT_BROWSER } from '../test/console/browser.ts';
import { measuredSchema, type Run } from './grid/run.ts';

/*
 * How fast the grid of a job follows its agents: `npm run bench:grid`. Each frame gets a new answer with all agents, in which some changed;
 * the frames that the browser shows are counted.
 */

/** Frames a second. */
const LEAST_RATE = 30;
const usual = { agents: 10_000, seconds: 5, isDark: false };
const runs: readonly Run[] = [
  { ...usual, changing: 100 },
  { ...usual, changing: 1_000 },
  // No job changes all its agents thirty times a second: this one shows that it could.
  { ...usual, changing: 10_000, isDark: true },
];

const write = (text: string) => process.stdout.write(`${text}\n`);

async function bundle(): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('grid/page.tsx', import.meta.url))],
    bundle: true,
    write: false,
    outdir: 'bench',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

async function measure(browser: Browser, url: string): Promise<boolean> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, deviceScaleFactor: 2 });
  await page.goto(url);
  let isFast = true;
  for (const run of runs) {
    const { frames, seconds, p99 } = measuredSchema.parse(await page.evaluate(`measure(${JSON.stringify(run)})`));
    const rate = frames / seconds;
    isFast &&= rate >= LEAST_RATE;
    const who = `${run.agents.toLocaleString('en')} agents, ${run.changing.toLocaleString('en')} change in each frame`;
    write(`${who}: ${rate.toFixed(1)} frames a second, 99 of 100 within ${p99.toFixed(1)} ms`);
  }
  return isFast;
}

async function main(): Promise<void> {
  if (browserPath === undefined) throw new Error(WITHOUT_BROWSER);
  const { script, style } = await bundle();
  const files = new Map([
    [
      '/',
      [
        'text/html',
        '<!doctype html><link rel="stylesheet" href="/page.css"><div id="grid"></div><script src="/page.js"></script>',
      ],
    ],
    ['/page.js', ['text/javascript', script]],
    ['/page.css', ['text/css', style]],
  ]);
  const server = createServer((request, response) => {
    const [type = '', text = ''] = files.get(request.url ?? '') ?? [];
    response.writeHead(type === '' ? 404 : 200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  });
  const url = await listen(server);
  const browser = await startBrowser();
  try {
    if (!(await measure(browser, url))) throw new Error(`Fewer than ${LEAST_RATE} frames a second.`);
  } finally {
    await browser.close();
    await close(server);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
