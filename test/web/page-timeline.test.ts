/** The timeline of the page, and the address of the current view. */
import { describe, expect, it } from 'vitest';
import { readViewState } from '../../web/page/view-state.ts';
import { watchRow } from '../../domain/log/watch-row.ts';
import { nobody } from '../../domain/messages/origin.ts';
import type { ReleaseCard } from '../../domain/messages/notice.ts';
import { dayBefore, hourMs } from './lives.ts';
import {
  bar,
  drawn,
  lane,
  now,
  pageWorld,
  rangeAfter,
  sinceClock,
  stateOf,
  timeline,
  timezone,
} from './page-world.ts';

const { open, world } = pageWorld();

describe('the timeline', () => {
  it('has a lane for each component and a bar for each release, with what became of it in its shape and its name', async () => {
    const page = await open();
    await drawn(page);
    expect(
      await page.evaluate<string[]>(
        `[...document.querySelectorAll('.lane')].map((one) => one.getAttribute('aria-label'))`,
      ),
    ).toEqual(['db', 'billing', 'ledger', 'ios-app']);
    const fates = [
      ['PAY-1', 'billing', 'fate-onProduction', sinceClock(now - 4 * hourMs)],
      ['PAY-2', 'db', 'fate-rolledBack', 'was rolled back'],
      ['PAY-2', 'ledger', 'fate-rolledBack', 'was rolled back'],
      ['PAY-3', 'billing', 'fate-finished', 'finished'],
      ['PAY-4', 'ios-app', 'fate-rejected', 'was rejected'],
      ['PAY-5', 'ios-app', 'fate-cancelled', 'was cancelled'],
      ['PAY-6', 'db', 'fate-waiting', 'waits for its turn since'],
    ] as const;
    for (const [ticket, component, fate, name] of fates) {
      const one = lane(page, component).getByRole('link', { name: new RegExp(`^${ticket} `) });
      expect(await one.getAttribute('class')).toContain(fate);
      expect(await one.getAttribute('aria-label')).toMatch(name);
    }
    const look = (ticket: string, part: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('.bar[href*="key-${ticket}"] ${part}')).fill`,
      );
    const fills = await Promise.all(['PAY-1', 'PAY-2', 'PAY-3'].map((ticket) => look(ticket, '.production')));
    expect(new Set(fills).size).toBe(3);
    expect(await look('PAY-2', '.pattern')).toContain('rolled-back');
    expect(await bar(page, 'PAY-6').locator('.production').count()).toBe(0);
  });

  it('draws a bar as long as it took, the wait before it, and what overlaps below it', async () => {
    const page = await open('?last=12h');
    const { width } = await drawn(page);
    const pxPerHour = width / (12 * 1.04);
    const wide = async (ticket: string, part: string) =>
      Number(await bar(page, ticket).first().locator(part).getAttribute('width'));
    expect(await wide('PAY-3', '.production')).toBeCloseTo(pxPerHour, 0);
    expect(await wide('PAY-3', '.wait')).toBeCloseTo(3.5 * pxPerHour, 0);
    const top = async (ticket: string) => Number(await bar(page, ticket).locator('.wait').getAttribute('y'));
    expect(await top('PAY-3')).toBeGreaterThan(await top('PAY-1'));
  });

  it('draws freezes with their reason and incidents with their text, and lists both', async () => {
    const page = await open('?last=12h');
    await drawn(page);
    expect(await lane(page, 'db').locator('.frozen title').textContent()).toContain('network works in DC-1');
    expect(await lane(page, 'billing').locator('.frozen').count()).toBe(0);
    expect(await timeline(page).locator('.incident text').textContent()).toContain('checkout answers 500');
    const listed = page.getByRole('region').or(page.locator('.happenings'));
    expect(await listed.last().textContent()).toMatch(/checkout answers 500[^]*network works in DC-1/);
  });

  it('marks on a bar when a chart turned bad, and says what, unless it is said not to be because of the release', async () => {
    const [about] = dayBefore(now).filter(({ ticket }) => ticket === 'PAY-2');
    if (about?.releaseKey == null) throw new Error('There is no PAY-2');
    const card = {
      ...about,
      key: about.releaseKey,
      ticket: 'PAY-2',
      requester: 'U_DAN',
    } as unknown as ReleaseCard;
    const found = { at: now - 7 * hourMs, value: 0.05, limit: 0.02, named: [] };
    await world().log.record([
      watchRow(card, { type: 'bad', check: 'ledger/errors', found }, 1, found.at),
      watchRow(card, { type: 'bad', check: 'ledger/latency', found }, 2, found.at),
      watchRow(card, { type: 'notOurs', check: 'ledger/latency', actor: 'U_DAN' }, 3, now, {
        ...nobody,
        actor: 'U_DAN',
      }),
    ]);
    const page = await open('?last=12h');
    const { width } = await drawn(page);
    const pay2 = lane(page, 'ledger').getByRole('link', {
      name: /^PAY-2 .*its ledger\/errors turned bad at .*\(0\.05 > 0\.02\)$/,
    });
    await pay2.waitFor();
    const marks = pay2.locator('.turned-bad');
    expect(await marks.count()).toBe(1);
    const at = Number(/^M([\d.]+)/.exec((await marks.getAttribute('d')) ?? '')?.[1]) + 6;
    const start = Number(await pay2.locator('.production').getAttribute('x'));
    expect(at - start).toBeCloseTo(width / (12 * 1.04) / 2, 0);
    expect(await page.locator('.releases li', { hasText: 'PAY-2' }).textContent()).toContain(
      'its ledger/errors turned bad',
    );
    expect(await bar(page, 'PAY-3').locator('.turned-bad').count()).toBe(0);
    expect(await lane(page, 'db').locator('.turned-bad').count()).toBe(0);
  });

  it('tells times by the clock of the configured zone, not of the browser', async () => {
    const page = await open();
    await drawn(page);
    expect(await page.locator('.heading').textContent()).toContain(timezone);
    expect(await page.locator('.releases').textContent()).toMatch(sinceClock(now - 4 * hourMs));
  });

  it('zooms by the wheel around the pointer, and moves by a drag', async () => {
    const page = await open();
    const box = await drawn(page);
    await page.mouse.move(box.x + box.width / 4, box.y + 10);
    const zoomed = await rangeAfter(page, () => page.mouse.wheel(0, -400));
    expect(zoomed.length).toBeLessThan(20 * hourMs);
    const dragged = await rangeAfter(page, async () => {
      await page.mouse.move(box.x + 600, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 700, box.y + 10, { steps: 4 });
      await page.mouse.move(box.x + 800, box.y + 10, { steps: 4 });
      await page.mouse.up();
    });
    expect(dragged.length / zoomed.length).toBeCloseTo(1, 2);
    expect(zoomed.from - dragged.from).toBeCloseTo((200 / box.width) * zoomed.length, -5);
    expect((await stateOf(page)).cursor).toBeNull();
  });

  it('zooms and moves by keys and by buttons', async () => {
    const page = await open('?from=2026-03-02T10:00:00Z&to=2026-03-02T14:00:00Z');
    await timeline(page).focus();
    const closer = await rangeAfter(page, () => page.keyboard.press('+'));
    expect(closer.length).toBe(2 * hourMs);
    const earlier = await rangeAfter(page, () => page.keyboard.press('ArrowLeft'));
    expect(earlier.from).toBe(closer.from - hourMs / 2);
    const farther = await rangeAfter(page, () => page.getByRole('button', { name: 'Zoom out' }).click());
    expect(farther.length).toBe(4 * hourMs);
    await page.getByRole('button', { name: 'last 7 days' }).click();
    expect((await stateOf(page)).range).toEqual({ kind: 'last', ms: 7 * 24 * hourMs });
  });

  it('says so where there is nothing, and what a mangled address means', async () => {
    const page = await open('?from=2020-03-02T10:00:00Z&to=2020-03-02T14:00:00Z&view=nonsense&at=x');
    await page.getByText('Nothing was released, frozen or marked in this time.').waitFor();
  });
});

describe('the address', () => {
  it('holds search and components; the same address shows the same, and back goes back', async () => {
    const page = await open();
    await drawn(page);
    await page.getByText('Components: all').click();
    await page.getByRole('checkbox', { name: 'billing' }).check();
    await bar(page, 'PAY-2').first().waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('refund');
    await bar(page, 'PAY-3').waitFor({ state: 'detached' });
    await drawn(page);
    expect(await stateOf(page)).toMatchObject({ components: ['billing'], words: 'refund' });

    const pasted = await open(await page.evaluate<string>('location.search'));
    await drawn(pasted);
    expect(await pasted.locator('.bar').count()).toBe(1);
    expect(await pasted.getByRole('searchbox').inputValue()).toBe('refund');

    await page.goBack();
    await bar(page, 'PAY-2').first().waitFor();
    expect((await stateOf(page)).components).toEqual([]);
  });

  it('that is copied keeps its time, whatever the clock says', async () => {
    const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
    await drawn(page);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link to exactly this time is copied.').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toBe(await page.evaluate<string>('location.href'));
    expect(readViewState(new URL(link).search).range?.kind).toBe('between');
    await page.goBack();
    expect((await stateOf(page)).range).toBeNull();
  });
});
