import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FleetApi } from '../../local/launch/fleet-api.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { browserPath, startBrowser, WITHOUT_BROWSER } from '../console/browser.ts';
import { signIn, violations } from '../console/signed-in.ts';

/** Other tests may keep the machine busy. */
const PATIENCE_MS = 30_000;

const inBrowser = browserPath === undefined ? describe.skip : describe;
inBrowser(`axe-core, on whole pages${browserPath === undefined ? ` (${WITHOUT_BROWSER})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-axe-'));
  let launched: Launched;
  let browser: Browser;
  let jobId: string;
  const problems: string[] = [];

  beforeAll(async () => {
    [launched, browser] = await Promise.all([
      launch({ agents: 4, folder, console: true, onProblem: (problem) => problems.push(problem) }),
      startBrowser(),
    ]);
    const api = new FleetApi({ baseUrl: launched.stack.baseUrl, token: launched.tokens.operator });
    // It starts in an hour: the job's page has all its buttons.
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    jobId = (await api.upgrade({ agentUuids: ['item1', 'item2'], targetVersion: '1.5.0', rollout: { startAt } })).id;
  }, 240_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), launched?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  describe.each(['light', 'dark'])('in the %s', (scheme) => {
    let page: Page;
    const found: string[] = [];
    const look = async (what: string) => {
      for (const violation of await violations(page)) found.push(`${what}: ${violation}`);
    };
    const visit = (path: string) => page.goto(launched.stack.baseUrl + path);
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    /** Opens what lies over the page, looks, and closes it again. */
    const lookInto = async (opener: string | RegExp, opened: 'menu' | 'listbox' | 'dialog', name = String(opener)) => {
      await button(opener).first().click();
      await page.getByRole(opened).first().waitFor();
      await look(`${name} open`);
      await page.keyboard.press('Escape');
      await page.getByRole(opened).first().waitFor({ state: 'hidden' });
    };

    beforeAll(async () => {
      const isDark = scheme === 'dark';
      const { baseUrl } = launched.stack;
      page = await signIn(browser, {
        baseUrl,
        path: '/fleet',
        role: 'operator',
        isDark,
        onError: (error) => found.push(error),
      });
      page.setDefaultTimeout(PATIENCE_MS);
    }, 60_000);
    afterAll(() => page?.context().close());

    test('the fleet, with its menus and its preferences', async () => {
      await page.getByRole('checkbox', { name: 'item4', exact: true }).waitFor();
      expect(await page.evaluate("document.body.classList.contains('awsui-dark-mode')")).toBe(scheme === 'dark');
      await look('fleet');
      await lookInto('Local operator', 'menu');
      await lookInto('Upgrade…', 'menu');
      await lookInto('Preferences', 'dialog');
      await page.getByRole('combobox', { name: 'Filter agents' }).click();
      await page.getByRole('option').first().waitFor();
      await look('filter open');
      expect(found.splice(0)).toEqual([]);
    }, 180_000);

    test('each step of a new upgrade, with its lists, its advanced part and its complaints', async () => {
      await visit('/upgrades/new');
      const next = button('Next');
      await next.click();
      await page.getByText('Name one agent at least.').waitFor();
      await look('agents, complained of');
      await page.getByRole('radio', { name: 'By type, tags and version' }).check();
      await lookInto(/^Type/, 'listbox');
      await page.getByRole('radio', { name: 'By name' }).check();
      await page.getByRole('textbox', { name: 'Names' }).fill('item1 item2 item3');
      await next.click();
      await button(/Target version/).click();
      await page.getByRole('option', { name: /1\.5\.0/ }).waitFor();
      await look('versions open');
      await page.getByRole('option', { name: /1\.5\.0/ }).click();
      await next.click();
      await lookInto(/^Approval/, 'listbox');
      await page.getByRole('radio', { name: 'Waves of my own' }).check();
      await button(/^Advanced/).click();
      await page.getByRole('checkbox', { name: 'Send only in a maintenance window' }).check();
      await page.getByRole('checkbox', { name: 'Monday' }).uncheck();
      await lookInto(/^Agents that are offline/, 'listbox');
      await page.getByRole('textbox', { name: 'Opens at' }).fill('late');
      await next.click();
      await page.getByText('Write a time of day').waitFor();
      await look('rollout, complained of');
      await page.getByRole('textbox', { name: 'Opens at' }).fill('22:00');
      await next.click();
      await page.getByText('at list prices').waitFor();
      await look('plan');
      expect(found.splice(0)).toEqual([]);
    }, 180_000);

    test('the jobs, with their filters', async () => {
      await visit('/jobs');
      await page
        .getByRole('link', { name: /^upgrade-job-/ })
        .first()
        .waitFor();
      await look('jobs');
      await lookInto(/^Report of/, 'menu');
      await lookInto(/^Status/, 'listbox');
      await button(/^(Open|Choose|Show).*(calendar|date)/i)
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
      await look('calendar open');
      expect(found.splice(0)).toEqual([]);
    }, 180_000);

    test('a job, with its menu and a question', async () => {
      await visit(`/jobs/${jobId}`);
      await page.getByRole('heading', { name: 'Upgrade to 1.5.0' }).waitFor();
      await page.getByRole('table', { name: 'Audit trail' }).waitFor();
      await look('job');
      await lookInto('Report', 'menu');
      await lookInto('Cancel', 'dialog');
      expect(found.splice(0)).toEqual([]);
      expect(problems).toEqual([]);
    }, 180_000);
  });
});
