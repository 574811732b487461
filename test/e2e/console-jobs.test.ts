import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';
import { lightPalette } from '../../console/jobs/palette.ts';
import { FleetApi } from '../../local/launch/fleet-api.ts';
import type { UpgradeJob } from '../../local/launch/upgrade-job.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { browserPath, startBrowser, WITHOUT_BROWSER } from '../console/browser.ts';
import { type SignIn, signIn, violations } from '../console/signed-in.ts';

const AGENTS = 6;
const agentUuids = Array.from({ length: AGENTS }, (_, index) => `item${index + 1}`);
const allAtOnce = { waves: [{ size: '100%' }], failureThreshold: '100%' };
const SCREENSHOTS = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));
/** A job of a few agents takes seconds; other tests may keep the machine busy. */
const PATIENCE_MS = 30_000;

const inBrowser = browserPath === undefined ? describe.skip : describe;
inBrowser(`the pages of jobs, in a browser${browserPath === undefined ? ` (${WITHOUT_BROWSER})` : ''}`, () => {
  let folder: string;
  let launched: Launched;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  const api = () => new FleetApi({ baseUrl: launched.stack.baseUrl, token: launched.tokens.operator });
  const upgrade = (targetVersion: string, more: object): Promise<UpgradeJob> =>
    api().upgrade({ agentUuids, targetVersion, ...more });
  const open = async (path: string, options: Partial<SignIn> = {}): Promise<Page> => {
    const opened = await signIn(browser, {
      baseUrl: launched.stack.baseUrl,
      path,
      role: 'operator',
      onError: (error) => errors.push(error),
      ...options,
    });
    opened.setDefaultTimeout(PATIENCE_MS);
    return opened;
  };
  const visit = (path: string) => page.goto(launched.stack.baseUrl + path);
  const shoot = (name: string) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  const state = (words: string) =>
    page
      .locator('dt', { hasText: /^State$/ })
      .locator('xpath=following-sibling::dd')
      .getByText(words, { exact: true })
      .waitFor();
  const confirm = async (button: string) => {
    await page.getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog');
    const said = await dialog.textContent();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    return said;
  };

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'fleet-console-'));
    [launched, browser] = await Promise.all([
      launch({ agents: AGENTS, folder, console: true, onOutput: () => {}, onProblem: () => {} }),
      startBrowser(),
    ]);
    page = await open('/jobs');
    await page.getByText('Nothing was upgraded yet.').waitFor();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await launched?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test('a canary is watched until all agents are upgraded', async () => {
    const { id } = await upgrade('1.5.0', { rollout: { canary: 1, bakeSeconds: 4 }, changeTicket: 'CHG-1042' });
    await visit(`/jobs/${id}`);
    await page.getByRole('heading', { name: 'Upgrade to 1.5.0' }).waitFor();
    await page.getByText('CHG-1042').waitFor();
    await page.getByText('Being watched').waitFor();
    await page.getByText(/^Watched for .* more of 4 s$/).waitFor();
    await shoot('job-running');
    await state('Success');
    await page.getByText(`${AGENTS} of ${AGENTS} succeeded`).first().waitFor();
    await page.getByLabel('Agents by state').getByText(`Succeeded: ${AGENTS}`).waitFor();
    expect(await drawnColours(page, AGENTS)).toEqual([lightPalette.succeeded.fill]);
    expect(await page.getByRole('row', { name: /ALL_SUCCEEDED/ }).count()).toBe(1);
    expect(await page.getByRole('row', { name: /UPGRADED/ }).count()).toBe(AGENTS);
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  test('the keys move over the grid, and Enter shows the like in the table', async () => {
    await page.getByRole('application').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.getByText(/^item3: Succeeded\. 1\.4\.2 → 1\.5\.0\./).waitFor();
    await page.keyboard.press('End');
    await page.getByText(/^item6: Succeeded/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Reason.*UPGRADED/ }).waitFor();
  }, 60_000);

  test('a job is paused and resumed; each says how many agents it concerns', async () => {
    const { id } = await upgrade('1.5.0', { reinstall: true, rollout: { ...allAtOnce, concurrency: 1 } });
    await visit(`/jobs/${id}`);
    await page.getByText(/^[1-5] of 6 agents? .*done$/).waitFor();
    expect(await confirm('Pause')).toMatch(/\d agents? will be sent nothing until the job is resumed\./);
    await state('Paused');
    expect(await confirm('Resume')).toMatch(/The job goes on with the \d agents? that were sent nothing yet\./);
    await state('Success');
    const trail = page.getByRole('table', { name: 'Audit trail' });
    expect(await trail.getByRole('row', { name: /local-operator .*Paused by local-operator/ }).count()).toBe(1);
  }, 120_000);

  test('a canary that falls ill stops its job, says why, and is taken back', async () => {
    const { id } = await upgrade('1.7.0', { rollout: { canary: 1, bakeSeconds: 6 } });
    await visit(`/jobs/${id}`);
    await state('Failed');
    await page.getByRole('table', { name: 'Failures by reason' }).waitFor();
    await shoot('job-failed');
    await page.getByRole('button', { name: 'Show the agents with UNHEALTHY_AFTER_BAKE' }).click();
    await expect(rowsOf(page, 'Agents of the job', 1)).resolves.toMatch(/item1/);

    await page.getByRole('button', { name: 'Roll back', exact: true }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Leave it' }).click();
    const said = await confirm('Roll back');
    expect(said).toMatch(/A new job takes back what this one changed/);
    expect(said).toMatch(/demo-agent: \w/);
    await page.getByRole('heading', { name: /^Rollback to/ }).waitFor();
    await page.getByRole('link', { name: id }).waitFor();
    await state('Success');
  }, 180_000);

  test('the report is saved in each form', async () => {
    const texts: string[] = [];
    for (const form of ['Markdown', 'CSV', 'JSON']) {
      await page.getByRole('button', { name: 'Report', exact: true }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: form }).click(),
      ]);
      texts.push(`${download.suggestedFilename().split('.').at(-1)}: ${readFileSync(await download.path(), 'utf8')}`);
    }
    expect(texts).toEqual([
      expect.stringMatching(/^md: # Upgrade job upgrade-job-/),
      expect.stringMatching(/^csv: jobId,changeTicket,/),
      expect.stringMatching(/^json: \{\s+"jobId": "upgrade-job-/),
    ]);
  }, 60_000);

  test('the list is filtered, and its address keeps the filter', async () => {
    await visit('/jobs');
    await expect(rowsOf(page, 'Upgrade jobs', 4)).resolves.toMatch(/1\.7\.0/);
    await shoot('jobs');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Status/ }).click();
    await page.getByRole('option', { name: 'failed' }).click();
    await page.waitForURL('**/jobs?status=failed');
    await expect(rowsOf(page, 'Upgrade jobs', 1)).resolves.toMatch(/Failed.*1\.7\.0/s);
    expect(new URL(page.url()).search).toBe('?status=failed');
    await visit('/jobs?status=failed&targetVersion=9.9.9');
    await page.getByText('No job fits this filter.').waitFor();
  }, 60_000);

  test('of a job that has more agents than one answer takes the grid shows a page', async () => {
    const { id } = await upgrade('1.5.0', { simulated: true });
    await page.route(`**/upgrade-jobs/${id}`, async (route) => {
      const response = await route.fetch();
      const job: { agents: object[]; progress: object } = await response.json();
      const progress = { ...job.progress, total: 20_000 };
      await route.fulfill({ response, json: { ...job, agents: job.agents.slice(0, 1), nextCursor: 'more', progress } });
    });
    await visit(`/jobs/${id}`);
    await page.getByText('The job has 20,000 agents. The grid shows 1 to 6').waitFor();
    await page.getByRole('application', { name: 'Agents of the job, 6 cells' }).waitFor();
  }, 60_000);

  test('a job that is not there says so', async () => {
    await visit('/jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D');
    await page.getByText('The job could not be read').waitFor();
    await page.getByText('JOB_NOT_FOUND').waitFor();
  }, 60_000);

  test('what a reader may not do is refused in the API’s words; in the dark, on a telephone', async () => {
    const { id } = await upgrade('1.5.0', { reinstall: true, rollout: { ...allAtOnce, concurrency: 1 } });
    const own = await open(`/jobs/${id}`, { role: 'reader', isDark: true, width: 390 });
    await own.getByRole('button', { name: 'Pause', exact: true }).click();
    const dialog = own.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await dialog.getByText('SCOPE_MISSING').waitFor();
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await own.screenshot({ path: join(SCREENSHOTS, 'job-telephone.png'), fullPage: true });
    expect(await violations(own)).toEqual([]);
    for (const path of [`/jobs/${id}`, '/jobs']) {
      await own.goto(launched.stack.baseUrl + path);
      await own.getByRole('table').first().waitFor();
      expect(await own.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  }, 120_000);

  test('no page met an error that it did not show', () => {
    expect(errors).toEqual([]);
  });
});

/** The text of a table once it has so many rows under its head. */
async function rowsOf(page: Page, name: string, count: number): Promise<string | null> {
  const table = page.getByRole('table', { name });
  const rows = table.locator('tbody tr').filter({ hasNotText: /^Reading / });
  await rows.nth(count).waitFor({ state: 'detached' });
  await rows.nth(count - 1).waitFor();
  return rows.allTextContents().then((texts) => texts.join('\n'));
}

/** The colours in the middle of so many cells of one row, each once: `#1a7f37`. */
async function drawnColours(page: Page, cells: number): Promise<string[]> {
  const drawn = await page.evaluate(`(() => {
    const canvas = document.querySelector('[role=application] canvas');
    const middle = (cell) => Math.floor((cell + 0.5) * canvas.width / ${cells});
    const at = (cell) => canvas.getContext('2d').getImageData(middle(cell), canvas.height / 2, 1, 1).data;
    return Array.from({ length: ${cells} }, (_, cell) => [...at(cell)].slice(0, 3));
  })()`);
  const hex = (colour: number[]) => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  return [...new Set(z.array(z.array(z.int())).parse(drawn).map(hex))];
}
