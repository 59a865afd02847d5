import type { EventRow } from '../../domain/log/event-row.ts';
import { lockRow, releaseRow } from '../log/rows.ts';

/** The events of a release in their order, each with its time, epoch ms. */
export type Life = readonly (readonly [type: string, at: number, more?: Partial<EventRow>])[];

export const lifeOf = (ticket: string, about: Partial<EventRow>, life: Life): readonly EventRow[] =>
  life.map(([type, at, more], index) =>
    releaseRow(index + 1, {
      releaseKey: `key-${ticket}`,
      ticket,
      title: `Title of ${ticket}`,
      url: `https://tracker.example.com/browse/${ticket}`,
      ...about,
      type,
      at,
      ...more,
    }),
  );

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** The title and the address from a hostile tracker. */
export const hostile = {
  title: `"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`,
  url: 'javascript:window.hacked=1',
} as const;

/** The day before `now` (epoch ms) at a company: every fate that a release can have, a freeze and an incident. */
export function dayBefore(now: number): readonly EventRow[] {
  const ago = (hours: number) => now - hours * hourMs;
  return [
    ...lifeOf('PAY-1', { title: 'New refund screen', components: ['billing'] }, [
      ['requested', ago(6)],
      ['checksPassed', ago(5.9)],
      ['accepted', ago(5)],
      ['turnCame', ago(4.5), { facts: { components: ['billing'], adminNeeded: true } }],
      ['adminFound', ago(4.4), { actor: 'U_ADAM', facts: { before: null, ready: true } }],
      ['started', ago(4)],
    ]),
    ...lifeOf('PAY-2', { title: 'Faster ledger', components: ['ledger', 'db'] }, [
      ['requested', ago(9)],
      ['checksPassed', ago(8.9)],
      ['accepted', ago(8)],
      ['turnCame', ago(7.6), { facts: { components: ['ledger'], adminNeeded: false } }],
      ['started', ago(7.5)],
      [
        'rolledBack',
        ago(6.5),
        { channel: 'C1', saidAt: ago(6.5), facts: { reason: 'errors at the checkout' } },
      ],
    ]),
    ...lifeOf('PAY-3', { title: 'Invoices as PDF', components: ['billing'] }, [
      ['requested', ago(5.5)],
      ['checksPassed', ago(5.4)],
      ['accepted', ago(4.9)],
      ['turnCame', ago(3.2), { facts: { components: ['billing'], adminNeeded: false } }],
      ['started', ago(3)],
      ['finished', ago(2)],
    ]),
    ...lifeOf('PAY-4', { title: 'Dark mode', components: ['ios-app'] }, [
      ['requested', ago(12)],
      ['checksPassed', ago(11.9)],
      ['rejected', ago(10), { actor: 'U_VERA', facts: { reason: 'not before the audit' } }],
    ]),
    ...lifeOf('PAY-5', { title: 'Old login', components: ['ios-app'] }, [
      ['requested', ago(7)],
      ['checksPassed', ago(6.9)],
      ['cancelled', ago(5.5), { facts: { reason: null, announced: true } }],
    ]),
    ...lifeOf('PAY-6', { title: 'Bigger indexes', components: ['db'] }, [
      ['requested', ago(1.5)],
      ['checksPassed', ago(1.4)],
      ['accepted', ago(1)],
    ]),
    ...lifeOf('EVIL-1', { ...hostile, wikiLink: hostile.url, components: ['ledger'] }, [
      ['requested', ago(3.5)],
      ['checksPassed', ago(3.4)],
      ['accepted', ago(3)],
      ['turnCame', ago(2.5), { facts: { components: ['ledger'], adminNeeded: false } }],
      ['started', ago(2.4)],
      ['finished', ago(1.4), { facts: { reason: hostile.title } }],
    ]),
    lockRow('freeze-1', 'frozen', {
      at: ago(1.2),
      component: 'db',
      components: ['db'],
      actor: 'U_ADAM',
      facts: { reason: 'network works in DC-1', until: now + 2 * hourMs, all: false },
    }),
    {
      ...lockRow('incident:1', 'incident', {
        at: ago(7),
        components: ['*'],
        component: null,
        actor: 'U_VERA',
      }),
      about: 'incident',
      facts: { reason: 'checkout answers 500' },
    },
  ];
}
