import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTicketKey, ticketLink } from '../../../domain/command/ticket-key.ts';

const template = 'https://tracker.example.com/browse/{key}';

describe('a ticket key', () => {
  it.each([
    ['PAY-1', 'PAY-1'],
    ['pay-1', 'PAY-1'],
    ['#PAY-1', 'PAY-1'],
    ['4711', '4711'],
    ['#4711', '4711'],
    ['owner/repo#12', 'OWNER/REPO#12'],
    ['https://tracker.example.com/browse/PAY-1', 'PAY-1'],
    ['https://tracker.example.com/browse/pay-1/', 'PAY-1'],
    ['https://tracker.example.com/browse/PAY-1?focus=2&x=1', 'PAY-1'],
    ['https://tracker.example.com/browse/PAY-1#comment-3', 'PAY-1'],
  ])('is read from %s', (word, key) => {
    expect(readTicketKey(word, template)).toBe(key);
  });

  it.each([
    '',
    'PAY',
    'PAY-',
    '-1',
    'PAY-1x',
    'hotfix',
    'https://wiki.example.com/PAY-1',
    'https://tracker.example.com/browse/PAY-1|PAY-1',
    '@U1',
    'PAY-1,PAY-2',
    '../etc',
  ])('is not read from %s', (word) => {
    expect(readTicketKey(word, template)).toBeNull();
  });

  it('comes back from its own link', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);
    const number = fc.integer({ min: 0, max: 99_999 });
    const key = fc.oneof(
      fc.tuple(name, number).map(([project, n]) => `${project}-${n}`),
      number.map(String),
      fc.tuple(name, name, number).map(([owner, repo, n]) => `${owner}/${repo}#${n}`),
    );
    const templates = fc.constantFrom(
      template,
      'https://t.example.com/{key}/view',
      'https://t.example.com/show?id={key}',
    );
    fc.assert(
      fc.property(key, templates, (wanted, linkTemplate) => {
        expect(readTicketKey(ticketLink(wanted, linkTemplate), linkTemplate)).toBe(wanted);
      }),
    );
  });
});
