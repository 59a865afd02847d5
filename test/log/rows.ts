import type { EventRow } from '../../domain/log/event-row.ts';

/** An event of a release, with defaults for everything that a test does not set. */
export const releaseRow = (n: number, more: Partial<EventRow> = {}): EventRow => ({
  key: `${more.releaseKey ?? 'k1'}:${n}`,
  at: Date.parse('2026-03-02T10:00:00Z') + n * 60_000,
  about: 'release',
  type: 'requested',
  releaseKey: 'k1',
  n,
  ticket: 'PAY-1',
  tickets: [more.ticket ?? 'PAY-1'],
  title: 'New refund screen',
  url: 'https://t.example.com/PAY-1',
  wikiLink: null,
  requester: 'U_DAN',
  actor: 'U_DAN',
  via: 'slack',
  pipeline: null,
  commandId: null,
  channel: null,
  saidAt: null,
  components: ['billing'],
  component: null,
  token: null,
  facts: {},
  ...more,
});

export const lockRow = (key: string, type: string, more: Partial<EventRow> = {}): EventRow => ({
  ...releaseRow(1),
  key,
  about: 'lock',
  type,
  releaseKey: null,
  n: null,
  ticket: null,
  tickets: more.ticket == null ? [] : [more.ticket],
  title: null,
  url: null,
  requester: null,
  component: 'billing',
  ...more,
});
