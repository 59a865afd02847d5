/** The history that the pictures of the page show behind the played day: log rows of the same day and of the months before. */
import type { EventRow } from '../../domain/log/event-row.ts';
import { lockRow } from '../../test/log/rows.ts';
import { hourMs, lifeOf, minuteMs } from '../../test/web/lives.ts';

const titles = [
  'Faster search',
  'Invoices as PDF',
  'Retry failed payments',
  'New address form',
  'Bigger indexes',
  'Refund limits',
  'Darker dark mode',
] as const;
const components = [
  ['search'],
  ['billing'],
  ['billing', 'ledger'],
  ['ios-app'],
  ['db'],
  ['ledger'],
  ['ios-app'],
] as const;

/** The rows as of `now`, epoch ms. Deterministic for a given `now`. */
export function pastReleases(now: number): readonly EventRow[] {
  const months = Array.from({ length: 120 }, (_, index) => ordinary(index, now - (index + 2) * 29 * hourMs));
  const day = [16.5, 13, 11.5, 9, 7.5, 4.5, 3].map((hours, index) =>
    ordinary(index * 5 + 300, now - hours * hourMs, index === 4),
  );
  return [
    ...months.flat(),
    ...day.flat(),
    ...lifeOf('PAY-500', { title: 'Cheaper currency table', components: ['search'] }, [
      ['requested', now - 2.4 * hourMs],
      ['checksPassed', now - 2.3 * hourMs],
      ['accepted', now - 1.9 * hourMs],
      ['turnCame', now - 1.8 * hourMs],
      ['started', now - 1.6 * hourMs],
    ]),
    lockRow('past-freeze', 'frozen', {
      at: now - 12 * hourMs,
      components: ['db'],
      component: 'db',
      actor: 'UADAM',
      facts: { reason: 'backup of the night', until: now - 8.5 * hourMs, all: false },
    }),
    {
      ...lockRow('past-incident', 'incident', { at: now - 6.2 * hourMs, component: null, components: ['*'] }),
      about: 'incident',
      actor: 'UVERA',
      facts: { reason: 'checkout answers 500' },
    },
  ];
}

/** A release that ended at `at`. Every eleventh, or with `wrong`, was rolled back. */
function ordinary(index: number, at: number, wrong = index % 11 === 3): readonly EventRow[] {
  const waited = (20 + ((index * 37) % 90)) * minuteMs;
  const there = (15 + ((index * 23) % 50)) * minuteMs;
  const started = at - there;
  return lifeOf(
    `PAY-${index + 10}`,
    {
      title: titles[index % titles.length] ?? null,
      components: components[index % components.length] ?? [],
      requester: 'UDAN',
      actor: 'UDAN',
    },
    [
      ['requested', started - waited],
      ['checksPassed', started - waited + minuteMs],
      ['accepted', started - waited / 2],
      ['turnCame', started - waited / 5, { facts: { components: [], adminNeeded: true } }],
      ['adminFound', started - waited / 9, { actor: 'UADAM', facts: { before: null, ready: true } }],
      ['started', started],
      [wrong ? 'rolledBack' : 'finished', at, wrong ? { facts: { reason: 'errors at the checkout' } } : {}],
    ],
  );
}
