/** Which tickets are recognized in messages of people and programs. */
import { describe, expect, it } from 'vitest';
import { ticketsSpokenOf } from '../../../domain/command/tickets-spoken-of.ts';
import type { TrackerSettings } from '../../../domain/trackers.ts';

const tracker = (keys: string, address: string): TrackerSettings => ({
  ...{ name: 'main', tracker: 'file', file: '/t.yaml', keys, addresses: [address] },
});
const company = (keys = '*') => ({
  tickets: [tracker(keys, 'https://jira.example.com/browse/{key}')],
  releases: { withoutTicket: true, prefix: 'REL' },
  pages: [
    {
      ...{ matches: 'https://wiki.example.com/', kind: 'http' as const },
      ...{ tokenEnv: null, userEnv: null, passwordEnv: null, api: null, cloudId: null },
    },
  ],
});
const ticketsIn = (...texts: readonly string[]) => ticketsSpokenOf(texts, company()).tickets;

it.each([
  ['PAY-1 is done, please release it', ['PAY-1']],
  ['Done: PAY-1, PAY-2 and (PAY-3).', ['PAY-1', 'PAY-2', 'PAY-3']],
  ['[PAY-1] Refunds', ['PAY-1']],
  ['PAY-1/PAY-2', ['PAY-1', 'PAY-2']],
  ['feature/PAY-12 is merged', ['PAY-12']],
  ['PAY‑7 with a hyphen that does not break', ['PAY-7']],
  ['https://jira.example.com/browse/PAY-5?focus=1 and pay-6', ['PAY-5']],
  ['(https://jira.example.com/browse/pay-5).', ['PAY-5']],
  ['#4711 and acme/shop#12', ['#4711', 'acme/shop#12'].map((key) => key.replace(/^#/, '').toUpperCase())],
  ['PAY-1 again PAY-1', ['PAY-1']],
])('in %j are the tickets %j', (text, tickets) => {
  expect(ticketsIn(text)).toEqual(tickets);
});

it.each([
  'we wait since 2026-11 for 30 minutes',
  'step-1 of top-10',
  'REL-7 is out',
  'xPAY-1',
  'PAY-1-draft',
  'C#12 and f#1',
])('in %j is none', (text) => {
  expect(ticketsIn(text)).toEqual([]);
});

it('only keys that a tracker may have are tickets', () => {
  expect(ticketsSpokenOf(['UTF-8 in PAY-1'], company('PAY-*')).tickets).toEqual(['PAY-1']);
});

it('no more than a release can be of', () => {
  const many = Array.from({ length: 30 }, (_, n) => `PAY-${n}`).join(' ');
  expect(ticketsIn(many)).toHaveLength(20);
});

describe('the page', () => {
  const pageIn = (text: string) => ticketsSpokenOf([text], company()).page;
  it.each([
    ['see https://example.com/a and https://wiki.example.com/b', 'https://wiki.example.com/b'],
    ['see https://example.com/a, please', 'https://example.com/a'],
    ['PAY-1: https://wiki.example.com/b.', 'https://wiki.example.com/b'],
    ['PAY-1: https://ci.example.com/b', null],
    ['https://acme.slack.com/archives/C1/p1', null],
    ['ftp://wiki.example.com/b', null],
    [`https://wiki.example.com/${'a'.repeat(3000)}`, null],
  ])('of %j is %j', (text, page) => {
    expect(pageIn(text)).toBe(page);
  });
});
