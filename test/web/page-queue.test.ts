/** The queue on the page: a company at work on a real Temporal, and what a browser shows. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser, violationsOf, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { components, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { startWeb } from '../support/web.ts';
import { startLock } from '../../client/open-locks.ts';

const watched = {
  ...{ for: '1h', holdLock: true },
  checks: [{ name: 'errors', source: 'prom', query: 'errors', above: 1 }],
};

let company: Company;
let browser: Browser;
let opened: Visit;

beforeAll(async () => {
  const database = await testDatabase();
  [company, browser] = await Promise.all([
    startCompany({
      tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'], 'PAY-3': ['ios-app'] },
      // Nobody answers there, so the watch cannot judge and runs to its end.
      settings: {
        locks: { checkEvery: '1h' },
        watch: { prom: { kind: 'prometheus', url: 'http://127.0.0.1:1' } },
      },
      components: { ...components, billing: { ...components.billing, watch: watched } },
      database,
    }),
    startBrowser(),
  ]);
  for (const ticket of ['PAY-1', 'PAY-2', 'PAY-3']) {
    await company.say('U_ANN', `dobro ${ticket}`);
    await company.untilStage(ticket, 'awaiting_approval');
  }
  await company.say('U_NORA', 'accept PAY-1');
  await company.untilStage('PAY-1', 'awaiting_admin');
  await company.say('U_NORA', 'accept PAY-2');
  await company.untilStage('PAY-2', 'queued');
  const { url } = await startWeb(company.env);
  opened = await visit(browser, `${url}/?view=queue`);
}, 300_000);

afterAll(async () => {
  expect(opened.complaints).toEqual([]);
  await browser.close();
  await company.close();
});

it('is all that is asked for where there is no log', async () => {
  const { url } = await startWeb({ ...company.env, DATABASE_URL: '' });
  const { page, close } = await visit(browser, url);
  await page.getByText('No release log is kept here').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // As long as the page waits before it retries a failed request, and before it polls for changes if there is no log.
  await page.waitForTimeout(6000);
  await expect.poll(() => asked).toContain('/api/queue');
  const about = asked.filter((path) => path !== '/api/people');
  expect(new Set(about)).toEqual(new Set(['/api/queue']));
  await close();
});

const lock = (component: string) =>
  opened.page
    .locator('.lock')
    .filter({ has: opened.page.getByRole('heading', { name: component, exact: true }) });

it('shows who holds each lock, who waits for it in order, and which are free', async () => {
  const billing = lock('billing');
  const [holder, waiter] = [billing.locator('ul li'), billing.locator('ol li')];
  await waiter.getByText(/\bann\b/).waitFor();
  expect(await holder.textContent()).toMatch(
    /PAY-1 Title of PAY-1.*has its turn, waits for an admin.*ann.*since/,
  );
  expect(await waiter.textContent()).toMatch(/PAY-2 Title of PAY-2.*ann/);
  expect(await holder.getByRole('link', { name: /PAY-1 Title/ }).getAttribute('href')).toBe(
    'https://jira.company.example/view/PAY-1',
  );
  expect(await lock('db').textContent()).toMatch(/PAY-1.*shared/);
  await opened.page.getByText('Free: ledger').waitFor();
});

it('shows by its stage what no lock concerns', async () => {
  const stage = opened.page.locator('.stage').filter({ hasText: 'waits for the good' });
  expect(await stage.textContent()).toMatch(/PAY-3 Title of PAY-3.*ios-app/);
});

it('follows what people do', async () => {
  await company.say('U_SAM', 'here PAY-1');
  await company.untilStage('PAY-1', 'ready');
  await company.say('U_ANN', 'dep start PAY-1');
  await lock('billing')
    .locator('ul li')
    .filter({ hasText: 'on production' })
    .filter({ hasText: 'admin sam' })
    .waitFor();
  await company.say('U_ANN', 'dep finish PAY-1');
  await lock('billing').locator('ul li').filter({ hasText: 'its charts are watched' }).waitFor();
  await company.say('U_SAM', 'freeze ledger for 2h network works');
  await lock('ledger')
    .getByText(/frozen by sam until .*network works/)
    .waitFor();
  expect(await violationsOf(opened.page)).toEqual([]);
});

it('says of which lock it hears nothing, and hears of it when it answers again', async () => {
  const { client, namespace } = company.temporal;
  const { url } = await startWeb(company.env);
  const workflowExecution = { workflowId: 'lock:ledger' };
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
  await expect.poll(() => company.lock('ledger').catch(() => null)).toBeNull();
  const { page, complaints, close } = await visit(browser, `${url}/?view=queue`);
  const ledger = page.locator('.lock').filter({ hasText: 'ledger' });
  await ledger.getByText('This lock does not answer right now.').waitFor();
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/queue')) asked += 1;
  });
  // One more request is made in any case, because visibility lists lag behind.
  await expect.poll(() => asked).toBeGreaterThan(2);
  await startLock(client, 'ledger');
  await ledger.getByText('This lock does not answer right now.').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await close();
});

it('is searched by words and by component', async () => {
  const { page } = opened;
  await page.getByRole('searchbox').fill('title pay-3');
  await lock('billing').waitFor({ state: 'detached' });
  await page.locator('.stage').getByText('Title of PAY-3').waitFor();
  await page.getByRole('searchbox').fill('nobody');
  await page.getByText('No open release fits the search.').waitFor();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await lock('billing').waitFor();
});

it('leads to the story that the log has of it', async () => {
  const { page } = opened;
  await lock('billing').getByRole('link', { name: 'Story PAY-2' }).click();
  const story = page.getByRole('dialog', { name: 'PAY-2 Title of PAY-2' });
  await story.getByText('got the good').waitFor();
  await page.keyboard.press('Escape');
  await story.waitFor({ state: 'detached' });
});
