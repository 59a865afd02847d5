/** What rules find in a ticket, and how much is read for that. */
import { expect, it } from 'vitest';
import { evidenceOf } from '../../../activities/tickets/evidence-of.ts';
import type { RequiredSign } from '../../../domain/signs/required-signs.ts';
import { blocking } from '../../../domain/signs/rule.ts';
import type { Condition } from '../../../domain/signs/rule.ts';
import type { Ticket } from '../../../domain/signs/ticket.ts';
import { ticketWith } from '../../domain/signs/known.ts';

const sign = (name: string, condition: Condition): RequiredSign => ({
  sign: name,
  settings: [blocking(condition)],
});
const page = (field: string | null): Condition => ({
  ...{ kind: 'page', from: field === null ? null : { field }, section: null, atLeastChars: 1 },
});
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const address = (n: number) => `https://wiki.example.com/${n}`;

async function reading(parts: Partial<Ticket>, signs: readonly RequiredSign[]) {
  const read: string[] = [];
  const evidence = await evidenceOf(ticketWith(parts), 'jira', signs, {
    readPage: (url) => {
      read.push(url);
      const sections = [{ heading: '', level: 0, text: url.endsWith('/empty') ? '' : 'Words.' }];
      return Promise.resolve({ outcome: 'found', page: { title: url, url, sections } });
    },
  });
  return { evidence, read };
}

it('every page is read that a rule itself names, however many a ticket names besides', async () => {
  const fields = Object.fromEntries(numbers(30).map((n) => [`Doc ${n}`, address(n)]));
  const others = numbers(30).map((n) => address(100 + n));
  const signs = [sign('any', page(null)), ...numbers(30).map((n) => sign(`s${n}`, page(`Doc ${n}`)))];
  const { evidence, read } = await reading({ fields, pages: others }, signs);
  expect(Object.values(evidence)).toHaveLength(31);
  for (const found of Object.values(evidence)) expect(found).toMatchObject({ outcome: 'passed' });
  expect(read.filter((url) => others.includes(url))).toHaveLength(20);
});

it('of more pages than are read nobody says that none is right', async () => {
  const pages = numbers(21).map((n) => `${address(n)}/empty`);
  const { evidence } = await reading({ pages }, [sign('any', page(null))]);
  expect(evidence['any']).toMatchObject({
    outcome: 'cannotTell',
    why: { reason: 'the ticket names more than 20 pages' },
  });
});
