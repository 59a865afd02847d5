/** What a signed-in user does on the page: a release from request to end, and what other pages cannot do in their name. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { freePort } from '../support/free-port.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser, violationsOf } from '../support/browser.ts';
import { components, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { startSignedInWeb } from '../support/signed-in.ts';
import type { SignedInWeb } from '../support/signed-in.ts';

let company: Company;
let browser: Browser;
let web: SignedInWeb;

beforeAll(async () => {
  const database = await testDatabase();
  [company, browser] = await Promise.all([
    startCompany({
      tickets: {
        'PAY-1': ['billing'],
        'PAY-2': ['billing'],
        'PAY-3': ['ios-app'],
        'PAY-4': ['ios-app'],
        'PAY-5': ['ledger'],
      },
      components: { ...components, ops: { critical: true, approvers: ['U_BEN'] } },
      database,
    }),
    startBrowser(),
  ]);
  web = await startSignedInWeb(browser, company.env);
}, 300_000);

afterAll(async () => {
  await browser.close();
  await web.close();
  await company.close();
});

const field = (page: Page) => page.getByRole('combobox', { name: 'Command' });
const answer = (page: Page) => page.locator('.told');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

async function say(page: Page, words: string): Promise<string> {
  await field(page).fill(words);
  await page.keyboard.press('Enter');
  await answer(page).waitFor();
  return (await answer(page).locator('pre').textContent()) ?? '';
}

const typesOf = async (ticket: string) => (await company.statusOf(ticket)).history.map(({ type }) => type);

it('takes a release from the request to the finish, each part by whoever has it', async () => {
  const { page: ann } = await web.open('U_ANN');
  expect(await say(ann, 'dobro PAY-1')).toContain('PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  // She requested it, so she cannot approve it.
  await button(ann, 'Mark an incident').waitFor();
  expect(await button(ann, 'Good').count()).toBe(0);

  const { page: nora } = await web.open('U_NORA');
  // Double-clicks, as people do.
  await button(nora, 'Good').dblclick();
  await company.untilStage('PAY-1', 'awaiting_admin');
  expect((await typesOf('PAY-1')).filter((type) => type === 'accepted')).toHaveLength(1);

  const { page: sam } = await web.open('U_SAM');
  await button(sam, 'I am the admin').first().click();
  await company.untilStage('PAY-1', 'ready');

  await button(ann, 'Start').first().click();
  await dialog(ann, 'Start?').getByRole('button', { name: 'Not yet' }).click();
  expect((await company.statusOf('PAY-1')).stage).toBe('ready');
  await button(ann, 'Start').first().click();
  await dialog(ann, 'Start?').getByRole('button', { name: 'Start' }).click();
  await company.untilStage('PAY-1', 'deploying');

  // The story is updated, and offers the remaining steps.
  await ann.getByRole('link', { name: 'Story PAY-1' }).first().click();
  const story = dialog(ann, 'PAY-1 Title of PAY-1');
  await story.getByRole('button', { name: 'Finish' }).click();
  expect(await violationsOf(ann)).toEqual([]);
  await dialog(ann, 'Finish?').getByRole('button', { name: 'Finish' }).click();
  await company.untilStage('PAY-1', 'finished');
  await story
    .getByText(/^finished/)
    .first()
    .waitFor();
  expect(await story.getByRole('button', { name: 'Finish' }).count()).toBe(0);
  await story.getByText('via page').first().waitFor();
});

it('asks for the reason of what destroys, and shows in the words of the reader why it was refused', async () => {
  const { page: ann } = await web.open('U_ANN');
  await say(ann, 'dobro PAY-3');
  await company.untilStage('PAY-3', 'awaiting_approval');
  const { page: nora } = await web.open('U_NORA');
  await button(nora, 'Reject').click();
  const form = dialog(nora, 'Refuse the good');
  // The browser does not submit the form without a reason.
  await form.getByRole('button', { name: 'Reject' }).click();
  expect((await company.statusOf('PAY-3')).stage).toBe('awaiting_approval');
  await form.getByLabel('Why?').fill('no plan for a rollback');
  await form.getByRole('button', { name: 'Reject' }).click();
  await company.untilStage('PAY-3', 'rejected');

  const { page: ben } = await web.open('U_BEN', '/?view=queue', 'ru-RU');
  await ben.getByRole('combobox', { name: 'Команда' }).fill('принять PAY-3');
  await ben.keyboard.press('Enter');
  await answer(ben).getByText('отклонён').waitFor();
});

it('freezes, lifts and unlocks, and completes what is typed', async () => {
  const { page: sam } = await web.open('U_SAM');
  const { page: ann } = await web.open('U_ANN');
  await field(ann).focus();
  await ann.keyboard.type('dobro PAY-2 ho');
  await ann.getByRole('option', { name: 'hotfix' }).waitFor();
  await ann.keyboard.press('Tab');
  expect(await field(ann).inputValue()).toBe('dobro PAY-2 hotfix ');
  await ann.keyboard.press('Enter');
  await company.untilStage('PAY-2', 'awaiting_approval');
  const { page: nora } = await web.open('U_NORA');
  await field(nora).waitFor();
  await nora.keyboard.press('Control+k');
  await nora.keyboard.type('acc');
  await nora.keyboard.press('ArrowDown');
  await nora.keyboard.press('Enter');
  // The tickets to which the command applies are suggested next.
  await nora.getByRole('option', { name: 'PAY-2' }).click();
  await nora.keyboard.press('Escape');
  await nora.keyboard.press('Enter');
  await company.untilStage('PAY-2', 'awaiting_admin');
  await nora.keyboard.press('ArrowUp');
  expect(await field(nora).inputValue()).toBe('accept PAY-2 ');

  const billing = sam.locator('.lock').filter({ has: sam.getByRole('heading', { name: 'billing' }) });
  await billing.getByRole('button', { name: 'Freeze' }).click();
  await dialog(sam, 'Freeze billing').getByLabel('Why?').fill('network works');
  await dialog(sam, 'Freeze billing').getByRole('button', { name: 'Freeze' }).click();
  await billing.getByText(/frozen by .* until .*: network works/).waitFor();
  await billing.getByRole('button', { name: 'Unfreeze' }).click();
  await billing.getByText(/network works/).waitFor({ state: 'detached' });
  await billing.getByRole('button', { name: 'Unlock' }).click();
  await dialog(sam, 'Unlock billing').getByLabel('Why?').fill('it hangs');
  await dialog(sam, 'Unlock billing').getByRole('button', { name: 'Unlock' }).click();
  await company.untilStage('PAY-2', 'awaiting_approval');
});

it('takes people as it names them, and lifts what another froze after a question', async () => {
  const { page: ann } = await web.open('U_ANN');
  await say(ann, 'dobro PAY-5');
  await company.untilStage('PAY-5', 'awaiting_approval');
  expect(await say(ann, 'handover PAY-5 @dev7')).toContain('Nobody is called @dev7');
  await field(ann).fill('handover PAY-5 @ot');
  await ann.getByRole('option', { name: '@otto' }).click();
  await ann.keyboard.press('Escape');
  await ann.keyboard.press('Enter');
  await expect.poll(async () => (await company.statusOf('PAY-5')).requester).toBe('U_OTTO');

  await company.say('U_NORA', 'freeze ledger works');
  const { page: sam } = await web.open('U_SAM');
  const ledger = sam.locator('.lock').filter({ has: sam.getByRole('heading', { name: 'ledger' }) });
  await ledger.getByRole('button', { name: 'Lift the freeze of nora' }).click();
  expect((await company.lock('ledger')).freezes).toHaveLength(1);
  expect(await violationsOf(sam)).toEqual([]);
  await dialog(sam, 'Lift the freeze of nora').getByRole('button', { name: 'Lift it' }).click();
  await expect.poll(async () => (await company.lock('ledger')).freezes).toEqual([]);
});

it('offers no lock to whoever decides about other components', async () => {
  const { page: ben } = await web.open('U_BEN');
  await button(ben, 'Freeze ops').waitFor();
  expect(await ben.getByRole('button', { name: /^(Freeze|Unfreeze|Unlock)/ }).allTextContents()).toEqual([
    'Freeze ops',
  ]);
});

it('offers what may have been meant, and gives questions their answer', async () => {
  const { page } = await web.open('U_NORA');
  await say(page, 'aprove PAY-2');
  await page.getByRole('button', { name: /Did you mean “.*PAY-2”/ }).click();
  await company.untilStage('PAY-2', 'awaiting_admin');
  expect(await say(page, 'queue billing')).toContain('PAY-2');
  await button(page, 'Mark an incident').click();
  await dialog(page, 'Mark an incident').getByLabel('What is wrong?').fill('the shop is slow');
  await dialog(page, 'Mark an incident').getByRole('button', { name: 'Mark the incident' }).click();
  await dialog(page, 'Mark an incident').waitFor({ state: 'detached' });
  // It is written to the log a moment after the answer.
  await expect.poll(() => say(page, 'log since 1h')).toContain('the shop is slow');
});

it('shows its hands on a phone', async () => {
  const { page } = await web.open('U_NORA');
  await page.setViewportSize({ width: 390, height: 800 });
  await field(page).fill('que');
  const box = await field(page).boundingBox();
  expect(box?.width ?? 0).toBeGreaterThan(340);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(await violationsOf(page)).toEqual([]);
});

it('does nothing in the name of whoever is signed in for another page in the same browser', async () => {
  await company.say('U_ANN', 'dobro PAY-4');
  await company.untilStage('PAY-4', 'awaiting_approval');
  const { page, context } = await web.open('U_NORA');
  const target = `${web.url}/api/v1/releases/PAY-4/accept`;
  const statuses: number[] = [];
  context.on('response', (response) => {
    if (response.url() === target && response.request().method() === 'POST') statuses.push(response.status());
  });
  // A page of the same site, for which the browser sends the cookie, and one of another site.
  for (const host of ['localhost', '127.0.0.1']) {
    const [port, server] = [
      await freePort(),
      createServer((_, response) => response.end('<p>Free games</p>')),
    ];
    server.listen(port);
    await once(server, 'listening');
    await page.goto(`http://${host}:${port}`);
    await page.evaluate(
      `(async (url) => {
        const tries = [
          { mode: 'no-cors', body: '{}' },
          { mode: 'no-cors', body: '{}', headers: { 'content-type': 'text/plain' } },
          { body: '{}', headers: { 'content-type': 'application/json', 'x-dobrobot-as': 'U_NORA' } },
        ];
        for (const one of tries) await fetch(url, { method: 'POST', credentials: 'include', ...one }).catch(() => null);
      })(${JSON.stringify(target)})`,
    );
    await page.evaluate(
      `(() => {
        const form = document.createElement('form');
        form.method = 'post';
        form.enctype = 'text/plain';
        form.action = ${JSON.stringify(target)};
        document.body.append(form);
        form.submit();
      })()`,
    );
    await page.waitForURL(target);
    server.close();
  }
  expect(statuses.length).toBeGreaterThanOrEqual(6);
  expect(statuses.filter((status) => status !== 401 && status !== 403)).toEqual([]);
  expect((await company.statusOf('PAY-4')).stage).toBe('awaiting_approval');

  // The cookie alone, and with headers that differ a little from the page's.
  const cookie = (await context.cookies(web.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const own = { origin: web.url, 'sec-fetch-site': 'same-origin', 'x-dobrobot-as': 'U_NORA' };
  const send = (headers: Readonly<Record<string, string>>) =>
    fetch(target, {
      method: 'POST',
      body: '{}',
      headers: { cookie, 'content-type': 'application/json', ...headers },
    });
  const headless = { origin: web.url, 'sec-fetch-site': 'same-origin' };
  for (const headers of [
    {},
    headless,
    { ...own, origin: 'http://localhost:1' },
    { ...own, origin: 'null' },
    { ...own, 'sec-fetch-site': 'same-site' },
    { ...own, 'x-dobrobot-as': 'U_OTTO' },
    { 'x-dobrobot-as': 'U_NORA' },
  ]) {
    expect((await send(headers)).status).toBe(403);
  }
  expect((await send({ ...own, cookie: '' })).status).toBe(401);
  // A link or a picture has no effect either, even on the page itself.
  for (const method of ['GET', 'HEAD'])
    expect((await fetch(target, { method, headers: { cookie, ...own } })).status).toBe(405);
  expect((await company.statusOf('PAY-4')).stage).toBe('awaiting_approval');
  expect((await send(own)).status).toBe(200);
  expect((await company.statusOf('PAY-4')).acceptedBy).toEqual(['U_NORA']);
});
