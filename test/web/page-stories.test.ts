/** What else the page shows: suspects, stories, and what happens right now. */
import { describe, expect, it } from 'vitest';
import { startDatabaseServer } from '../support/database-server.ts';
import { hostile, hourMs, lifeOf } from './lives.ts';
import { bar, drawn, now, pageWorld, sinceClock, stateOf, timeline } from './page-world.ts';
import { patienceMs } from '../support/patience.ts';

const { open, world } = pageWorld();

describe('what changed before a moment', () => {
  it('is asked by a click, and told with why, the likeliest first', async () => {
    const page = await open('?last=12h');
    const box = await drawn(page);
    const hoursFromLeft = 12 - 2.2;
    await page.mouse.click(box.x + (hoursFromLeft / (12 * 1.04)) * box.width, box.y + box.height - 4);
    await page.getByRole('heading', { name: /What changed before/ }).waitFor();
    expect(Math.abs(((await stateOf(page)).cursor ?? 0) - (now - 2.2 * hourMs))).toBeLessThan(0.2 * hourMs);
    expect(await timeline(page).locator('.mark.cursor').count()).toBe(1);
    const suspects = page.locator('.suspects li');
    await suspects.first().waitFor();
    const told = await suspects.allTextContents();
    expect(
      told.some((text) => /PAY-1.*on production/.test(text) && sinceClock(now - 4 * hourMs).test(text)),
    ).toBe(true);
    expect(told.findIndex((text) => text.includes('PAY-1'))).toBeLessThan(
      told.findIndex((text) => text.includes('PAY-2')),
    );
    await suspects.filter({ hasText: 'PAY-1' }).getByRole('link').click();
    await page.getByRole('dialog', { name: 'PAY-1 New refund screen' }).waitFor();
  });

  it('is asked by an address, of one component and what it depends on', async () => {
    const at = new Date(now - 6 * hourMs).toISOString();
    const page = await open(`?component=billing&at=${at}`);
    const suspect = page.locator('.suspects li');
    await suspect.first().waitFor();
    expect(await suspect.allTextContents()).toEqual([
      expect.stringMatching(/PAY-2.*billing depends on .*db/),
    ]);
  });

  it('is asked by a field, by the clock of the configured zone', async () => {
    const page = await open();
    await drawn(page);
    await page.getByLabel('What changed before …').last().fill('2026-03-02T14:05');
    await page.keyboard.press('Enter');
    await page.getByText(/Nothing was on production at/).waitFor();
    expect((await stateOf(page)).cursor).toBe(Date.parse('2026-03-02T19:05:00Z'));
  });
});

describe('the story', () => {
  it('opens by a click and by Enter, tells each event with its reason, and leads to ticket, Slack and Temporal', async () => {
    const page = await open();
    await drawn(page);
    await bar(page, 'PAY-2').first().focus();
    await page.keyboard.press('Enter');
    const story = page.getByRole('dialog', { name: 'PAY-2 Faster ledger' });
    await story.getByText('errors at the checkout').waitFor();
    expect((await stateOf(page)).story).toBe('key-PAY-2');
    const events = await story.locator('.events li').allTextContents();
    expect(events).toHaveLength(6);
    expect(events.at(-1)).toMatch(/was rolled back.*U_DAN.*via slack.*errors at the checkout/);
    const to = (name: string) => story.getByRole('link', { name, exact: true }).getAttribute('href');
    expect(await to('Ticket')).toBe('https://tracker.example.com/browse/PAY-2');
    expect(await to('Slack thread')).toBe('https://slack.example.com/archives/C1/p2');
    expect(await to('via slack')).toMatch(/^https:\/\/slack\.example\.com\/archives\/C1\/p\d{16}$/);
    expect(await to('Temporal')).toBe(
      `http://temporal.example.com/namespaces/${world().temporal.namespace}/workflows/release%3APAY-2`,
    );
    await page.keyboard.press('Escape');
    await story.waitFor({ state: 'detached' });
    await expect.poll(async () => (await stateOf(page)).story).toBeNull();
    await page.goBack();
    await story.waitFor();
  });

  it('of nobody says so', async () => {
    // A browser's message for a 404.
    const page = await open('?story=nobody', {}, '404');
    await page.getByText('The log knows no such release.').waitFor();
  });
});

it('shows what a hostile tracker gives as text, and leads nowhere by it', async () => {
  const page = await open('?story=key-EVIL-1');
  await page.getByRole('heading', { name: `EVIL-1 ${hostile.title}` }).waitFor();
  await page.locator('.events').getByText(hostile.title).waitFor();
  await page.goto(`${world().url}/?at=${new Date(now - hourMs).toISOString()}`);
  await page.locator('.suspects').getByText(hostile.title).waitFor();
  const addresses = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[href]')].map((one) => one.getAttribute('href'))`,
  );
  expect(addresses.filter((address) => /^\s*javascript:/i.test(address))).toEqual([]);
  expect(await page.locator('img, main script').count()).toBe(0);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
});

it('shows what happens without being loaded again', async () => {
  const page = await open();
  await drawn(page);
  await page.evaluate('window.sameDocument = true');
  const ago = (minutes: number) => Date.now() - minutes * 60_000;
  const life = lifeOf('LIVE-1', { title: 'Just now', components: ['billing'] }, [
    ['requested', ago(50)],
    ['checksPassed', ago(49)],
    ['accepted', ago(45)],
    ['turnCame', ago(40), { facts: { components: ['billing'], adminNeeded: false } }],
    ['started', ago(30)],
    ['finished', ago(1)],
  ]);
  await world().log.record(life.slice(0, -1));
  await bar(page, 'LIVE-1').waitFor();
  expect(await bar(page, 'LIVE-1').getAttribute('class')).toContain('fate-onProduction');
  await world().log.record(life);
  await page.locator('.bar.fate-finished').and(bar(page, 'LIVE-1')).waitFor();
  expect(await page.evaluate('window.sameDocument')).toBe(true);
});

it('says that the log does not answer, leaves what is there, and goes on when it is back', async () => {
  const page = await open();
  await drawn(page);
  await world().database.child.kill();
  await page.getByText('The release log does not answer; trying again.').waitFor({ timeout: patienceMs });
  expect(await bar(page, 'PAY-1').count()).toBe(1);
  const { env, folder } = world().database;
  await startDatabaseServer(Number(new URL(env.DATABASE_URL).port), folder);
  await page
    .getByText('The release log does not answer; trying again.')
    .waitFor({ state: 'detached', timeout: patienceMs });
});
