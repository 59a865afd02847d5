/** What the page shows if its address names nothing. */
import { expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { lifeOf } from './lives.ts';
import { drawn, now, pageWorld, stateOf } from './page-world.ts';

const day = 24 * 3_600_000;
/** Nothing has been released for twelve days. */
const then = now - 12 * day;
const { open } = pageWorld(
  lifeOf('PAY-1', { title: 'New refund screen', components: ['billing'] }, [
    ['requested', then],
    ['started', then + 3_600_000],
    ['finished', then + 7_200_000],
  ]),
);

it('shows the queue on a phone, and what its address says', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  expect((await stateOf(await open('', phone))).view).toBe('queue');
  const page = await open('?last=30d', phone);
  await drawn(page);
  expect((await stateOf(page)).view).toBe('timeline');
});

it('shows the last releases elsewhere, however long ago they were, and goes back to where one came from', async () => {
  const page = await open();
  await drawn(page);
  expect(await stateOf(page)).toMatchObject({ range: { kind: 'last', ms: 30 * day } });
  expect(await page.evaluate<number>('history.length')).toBeLessThanOrEqual(2);
});

it('shows a time that was asked for, though nothing is in it', async () => {
  const page = await open('?last=7d');
  await page.getByText('Nothing was released, frozen or marked in this time.').waitFor();
  await eventually(async () => {
    expect(await stateOf(page)).toMatchObject({ range: { kind: 'last', ms: 7 * day } });
  });
});

it('moves and stretches what is drawn while somebody moves the time, and draws it anew only then', async () => {
  const page = await open('?last=30d');
  const { x: left, y: top, width } = await drawn(page);
  await page.evaluate(`{
    window.changes = 0;
    new MutationObserver((all) => { window.changes += all.length; })
      .observe(document.querySelector('.lane'), { subtree: true, childList: true, attributes: true });
  }`);
  const changes = () => page.evaluate<number>('window.changes');
  await page.mouse.move(left + width / 2, top + 60);
  await page.mouse.down();
  const moved = () =>
    page.evaluate<string | null>(`document.querySelector('.lane').parentElement.getAttribute('transform')`);
  // Now and then the page also moves on with the clock, so this may take several tries.
  await eventually(async () => {
    await page.evaluate('window.changes = 0');
    for (const by of [20, 60, 120]) await page.mouse.move(left + width / 2 + by, top + 60);
    await vi.waitFor(async () => {
      expect(await moved()).toMatch(/^translate\(1[0-9]{2}/);
    });
    expect(await changes()).toBe(0);
  });
  await page.mouse.up();
  await eventually(async () => {
    expect(await moved()).toBeNull();
    expect(await changes()).toBeGreaterThan(0);
  });
});
