import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';

export interface SignIn {
  readonly baseUrl: string;
  /** A page of the console. */
  readonly path: string;
  readonly role: 'operator' | 'reader' | 'admin';
  readonly isDark?: boolean;
  /** CSS pixels. */
  readonly width?: number;
  /** Told of each error that the page did not catch. */
  readonly onError: (error: string) => void;
}

/** Opens a page of the console in a browser of its own, where nobody is signed in yet, and signs in with one click. */
export async function signIn(browser: Browser, options: SignIn): Promise<Page> {
  const { baseUrl, path, role, isDark = false, width = 1280, onError } = options;
  const context = await browser.newContext({
    // What fades in has too little contrast on its way, and axe may look just then.
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
    colorScheme: isDark ? 'dark' : 'light',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => onError(String(error)));
  await page.goto(baseUrl + path);
  await page.getByRole('button', { name: `Sign in as ${role}` }).click();
  return page;
}

const violationsSchema = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** What axe finds wrong with the page as it is, its frame included: a line for each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate('axe.run().then(({ violations }) => violations)');
  return violationsSchema
    .parse(found)
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`));
}
