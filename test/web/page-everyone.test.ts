/** The page for everyone: accessible by eye and ear, on a phone, in the dark, in two languages; and its statistics. */
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../support/browser.ts';
import { hourMs } from './lives.ts';
import { drawn, now, pageWorld, stateOf, timeline } from './page-world.ts';

const { open } = pageWorld();

it('plots the statistics, by the styles of the page alone', async () => {
  const page = await open('?view=statistics&last=30d');
  await page.locator('.plot svg').nth(3).waitFor();
  expect(await page.getByRole('img', { name: 'Releases by month' }).locator('rect').count()).toBeGreaterThan(
    0,
  );
  expect(await page.locator('.plots style').count()).toBe(0);
  const figures = page.locator('.figures');
  expect(await figures.textContent()).toMatch(/Change failure rate.*1 rolled back/);
  const row = page.getByRole('row', { name: /^ledger/ });
  expect(await row.getByRole('cell').first().textContent()).toBe('2');
  await page.getByRole('combobox').selectOption('db');
  await figures.getByText('1 release').waitFor();
  expect((await stateOf(page)).components).toEqual(['db']);
});

it('loads the library that plots only where there is something to plot', async () => {
  const page = await open();
  await drawn(page);
  const loaded = () =>
    page.evaluate<string[]>(
      `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('plots'))`,
    );
  expect(await loaded()).toEqual([]);
  await page.getByRole('link', { name: 'Statistics' }).click();
  await page.locator('.plot svg').first().waitFor();
  expect(await loaded()).toHaveLength(1);
});

it('speaks Russian to a Russian browser, and English to one whose language has no words', async () => {
  const russian = await open('?story=key-PAY-2', { locale: 'ru-RU' });
  await russian.getByRole('link', { name: 'Статистика' }).waitFor();
  await russian.locator('.events').getByText('откачен').waitFor();
  await expect.poll(() => russian.getAttribute('html', 'lang')).toBe('ru');
  const french = await open('', { locale: 'fr-FR' });
  await french.getByRole('link', { name: 'Statistics' }).waitFor();
});

describe('everyone can use it', () => {
  const moment = new Date(now - hourMs).toISOString();
  const addresses = {
    timeline: `?at=${moment}`,
    story: '?story=key-PAY-2',
    queue: '?view=queue',
    statistics: '?view=statistics&last=30d',
  };
  const shown = {
    timeline: '.suspects li',
    story: '.events li',
    queue: '.lock',
    statistics: '.plot svg',
  } as const;
  const schemes = ['light', 'dark'] as const;
  const views = Object.keys(addresses) as (keyof typeof addresses)[];

  it.each(views.flatMap((view) => schemes.map((colorScheme) => [view, colorScheme] as const)))(
    'axe has nothing against %s in %s',
    async (view, colorScheme) => {
      const page = await open(addresses[view], { colorScheme });
      await page.locator(shown[view]).first().waitFor();
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it.each(views)('%s fits a phone', async (view) => {
    const page = await open(addresses[view], { viewport: { width: 360, height: 740 }, hasTouch: true });
    await page.locator(shown[view]).first().waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('is dark where people like it dark', async () => {
    const grounds = await Promise.all(
      schemes.map(async (colorScheme) => {
        const page = await open('', { colorScheme });
        await drawn(page);
        return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      }),
    );
    expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(20, 22, 26)']);
  });

  it('goes from bar to bar by Tab, in the order of the lanes', async () => {
    const page = await open('?last=12h');
    await drawn(page);
    await timeline(page).focus();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate<string>(`document.activeElement?.getAttribute('aria-label')`);
    expect(await focused()).toMatch(/^PAY-2 Faster ledger, ledger, db, was rolled back/);
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^PAY-6/);
  });
});
