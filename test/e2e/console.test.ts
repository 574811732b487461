import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { firstLoad, gzippedBytes } from '../../console/first-load.ts';
import { builtConsole } from '../../local/console-build.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { browserPath, startBrowser, WITHOUT_BROWSER } from '../console/browser.ts';
import { violations } from '../console/signed-in.ts';

/** What the console promises of a first visit, in bytes with gzip; with Brotli it is less. */
const MOST_LOADED = 500_000;
/** The narrowest phone that it is for. */
const PHONE = { width: 390, height: 844 };

describe('the build', () => {
  const pages = ['fleet/fleet-page.tsx', 'upgrades/new-upgrade-page.tsx', 'jobs/jobs-page.tsx', 'jobs/job-page.tsx'];
  test.each(pages)(
    'a first visit to %s loads less than 500 kB with gzip',
    async (page) => {
      const files = firstLoad(await builtConsole(), page);
      expect(gzippedBytes(files)).toBeLessThan(MOST_LOADED);
      expect(files.length).toBeGreaterThan(4);
    },
    60_000,
  );
});

/** By how many pixels the page is wider than the window; its parts may scroll by themselves. */
const overflow = (page: Page) => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

const inBrowser = browserPath === undefined ? describe.skip : describe;
inBrowser(`in a browser${browserPath === undefined ? ` (${WITHOUT_BROWSER})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-test-'));
  let launched: Launched;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What went wrong in the page, and what its policy forbade it: nothing is expected to. */
  let complaints: string[] = [];

  beforeAll(async () => {
    const starting = launch({ agents: 4, folder, console: true, onProblem: (problem) => complaints.push(problem) });
    [launched, browser] = await Promise.all([starting, startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), launched?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  afterEach(async () => {
    await context?.close();
    const said = complaints;
    complaints = [];
    expect(said).toEqual([]);
  });

  async function open(path: string, role: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    context = await browser.newContext({
      // What fades in has too little contrast on its way, and axe may look just then.
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(launched.stack.baseUrl + path);
    await page.getByRole('button', { name: `Sign in as ${role}` }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
  const agent = (name: string) => page.getByRole('checkbox', { name, exact: true });

  test('one click signs in, back to the page that was asked for, and no token is kept in local storage', async () => {
    await open('/fleet?agentType=demo-agent', 'operator');
    await agent('item1').waitFor();
    expect(page.url()).toBe(`${launched.stack.baseUrl}/fleet?agentType=demo-agent`);
    await page.getByRole('button', { name: 'Local operator' }).waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toMatch(/eyJ/);
    await page.reload();
    await agent('item1').waitFor();
  }, 60_000);

  test('who signs out is signed out until they click', async () => {
    await open('/fleet', 'reader');
    await page.getByRole('button', { name: 'Local reader' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/access_token/);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign in as operator' }).waitFor();
    expect(await violations(page)).toEqual([]);
  }, 60_000);

  test('the fleet is filtered by the API, and the filter is in the address', async () => {
    await open('/fleet', 'reader');
    await agent('item4').waitFor();
    await page.getByText('(4)').waitFor();
    const field = page.getByRole('combobox', { name: 'Filter agents' });
    await field.fill('Type = demo-agent');
    await field.press('Enter');
    await page.waitForURL('**/fleet?agentType=demo-agent');
    await agent('item4').waitFor();
    await field.fill('Tag (name=value) = site=berlin');
    await field.press('Enter');
    await page.waitForURL('**/fleet?agentType=demo-agent&tag=site%3Dberlin');
    await page.getByText('No agent matches', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await agent('item4').waitFor();
  }, 60_000);

  test('what the API refuses is shown in its own words', async () => {
    await open(`/fleet?version=${'x'.repeat(300)}`, 'reader');
    await page.getByText('The agents could not be listed').waitFor();
    await page.getByText('QUERY_INVALID').first().waitFor();
    expect(await violations(page)).toEqual([]);
    complaints = complaints.filter((said) => !said.includes('status of 400'));
  }, 60_000);

  test('an upgrade is simulated, and started by the plan that was shown', async () => {
    await open('/fleet', 'operator');
    for (const name of ['item1', 'item2']) await agent(name).check();
    await page.getByRole('button', { name: 'Upgrade…' }).click();
    await page.getByRole('menuitem', { name: '2 selected' }).click();
    await page.getByText('2 agents named').waitFor();
    expect(await violations(page)).toEqual([]);
    const next = page.getByRole('button', { name: 'Next' });
    await next.click();
    await next.click();
    await page.getByText('Choose the version that the agents are to run.').waitFor();
    await page.getByRole('button', { name: /Target version/ }).click();
    await page.getByRole('option', { name: /1\.5\.0/ }).click();
    expect(await violations(page)).toEqual([]);
    await next.click();
    await page.getByRole('radio', { name: 'Waves of my own' }).check();
    await page.getByRole('textbox', { name: 'Sizes' }).fill('50%');
    const waves = page.getByRole('list', { name: 'Waves' }).getByRole('listitem');
    expect(await waves.allInnerTexts()).toEqual([
      expect.stringContaining('Wave 1\n1 agent'),
      expect.stringContaining('Wave 2\n1 agent'),
    ]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Advanced/ }).click();
    await page.getByRole('textbox', { name: 'Start at' }).fill('soon');
    await page.getByRole('checkbox', { name: 'Send only in a maintenance window' }).check();
    await next.click();
    await page.getByText('Write a time with its offset').waitFor();
    await page.getByRole('textbox', { name: 'Start at' }).fill('2099-03-01T22:00:00Z');
    await page.getByText('A job waits and watches for 360 days at most').waitFor();
    await page.getByRole('textbox', { name: 'Start at' }).fill('');
    await page.getByText('A job waits and watches for 360 days at most').waitFor({ state: 'hidden' });
    await next.click();
    await page.getByRole('table', { name: 'Plan per wave' }).waitFor();
    await page.getByText('at list prices').waitFor();
    await page.getByText('Monday, Tuesday, Wednesday, Thursday, Friday from 22:00, for 4 h').waitFor();
    expect(await violations(page)).toEqual([]);
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Start upgrade' }).click();
    expect((await posted).postDataJSON()).toMatchObject({
      agentUuids: ['item1', 'item2'],
      simulated: false,
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      rollout: {
        waves: [{ size: '50%', bakeSeconds: 0 }],
        window: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '22:00', durationMinutes: 240 },
      },
    });
    await page.waitForURL('**/jobs/upgrade-job-*');
  }, 120_000);

  test('all that match a filter are upgraded by a selector, and how many they are is shown', async () => {
    await open('/fleet?agentType=demo-agent', 'operator');
    await page.getByRole('button', { name: 'Upgrade…' }).click();
    await page.getByRole('menuitem', { name: 'All 4 that match' }).click();
    await page.getByText('4 agents of the inventory match').waitFor();
    expect(await violations(page)).toEqual([]);
  }, 60_000);

  test.each(['/fleet', '/upgrades/new'])(
    '%s fits a phone, in the dark, too',
    async (path) => {
      await open(path, 'operator', { viewport: PHONE, colorScheme: 'dark' });
      if (path === '/fleet') await agent('item1').waitFor();
      expect(await page.evaluate("document.body.classList.contains('awsui-dark-mode')")).toBe(true);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
    },
    60_000,
  );

  test('light or dark is kept as it was chosen', async () => {
    await open('/fleet', 'reader', { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Light mode' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Dark mode' }).waitFor();
    expect(await page.evaluate("document.body.classList.contains('awsui-dark-mode')")).toBe(false);
  }, 60_000);
});
