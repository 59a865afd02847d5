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
    ['https://tracker.example.com/browse/PAY-1/comments', 'PAY-1'],
    ['http://tracker.example.com/browse/PAY-1', 'PAY-1'],
    ['https://tracker.example.com:443/browse/PAY-1', 'PAY-1'],
    ['HTTPS://Tracker.Example.com/browse/PAY-1', 'PAY-1'],
  ])('is read from %s', (word, key) => {
    expect(readTicketKey(word, [template])).toBe(key);
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
    'https://tracker.example.com/browse/PAY-1x',
    'https://tracker.example.com/browse/',
    'https://tracker.example.com.evil.org/browse/PAY-1',
    'https://tracker.example.com:8443/browse/PAY-1',
    'tracker.example.com/browse/PAY-1',
    '@U1',
    'PAY-1,PAY-2',
    '../etc',
  ])('is not read from %s', (word) => {
    expect(readTicketKey(word, [template])).toBeNull();
  });

  it.each([
    ['https://git.example.com/acme/app/issues/12', 'ACME/APP#12'],
    ['https://git.example.com/acme/app/pull/12/files?w=1#diff', 'ACME/APP#12'],
    ['https://git.example.com/acme/team/app/pull/12', 'ACME/TEAM/APP#12'],
    ['http://git.example.com/acme/app/issues/12', 'ACME/APP#12'],
    ['https://git.example.com:443/acme/app/issues/12', 'ACME/APP#12'],
    ['https://git.example.com/acme/app/pulls', null],
    ['https://git.example.com/acme/app/issues/12x', null],
    ['https://linear.example.com/acme/issue/ENG-1/some-words', 'ENG-1'],
    ['https://linear.example.com/issue/ENG-1', 'ENG-1'],
    ['https://tracker.example.com/browse/PAY-1', 'PAY-1'],
  ])('is read from %s by several forms: %s', (url, key) => {
    const templates = [
      'https://git.example.com/{repo}/issues/{number}',
      'https://git.example.com/{repo}/pull/{number}',
      'https://linear.example.com/{any}issue/{key}',
      template,
    ];
    expect(readTicketKey(url, templates)).toBe(key);
    expect(ticketLink('ACME/APP#12', templates[0] ?? '')).toBe('https://git.example.com/ACME/APP/issues/12');
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
        expect(readTicketKey(ticketLink(wanted, linkTemplate), [linkTemplate])).toBe(wanted);
      }),
    );
  });
});
