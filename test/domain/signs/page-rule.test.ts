/** What a rule about a page finds. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../domain/signs/evaluate.ts';
import type { PageReading, Section } from '../../../domain/signs/page.ts';
import { writtenChars } from '../../../domain/signs/page.ts';
import { knownOf } from './known.ts';

const url = 'https://wiki.example.com/pay-1';
const sections: readonly Section[] = [
  { heading: '', level: 0, text: 'About refunds.' },
  { heading: 'Release', level: 2, text: 'Switch it on.' },
  { heading: 'Steps', level: 3, text: 'One, two, three.' },
  { heading: 'Rollback', level: 2, text: '<how to go back>\nTODO' },
];
const found: PageReading = { outcome: 'found', page: { title: 'Refunds', url, sections } };
const rule = {
  kind: 'page',
  from: { field: 'Release notes' },
  section: 'Release',
  atLeastChars: 20,
} as const;
const fields = { 'Release notes': `see ${url}` };

const find = (of: object, reading: PageReading | null = found) =>
  evaluate({ ...rule, ...of }, knownOf({ fields }, reading === null ? {} : { [url]: reading }));

describe('a page', () => {
  it('passes by the words of its section and of those below it', () => {
    const shown = [{ fact: { fact: 'page', title: 'Refunds', section: 'Release' }, url }];
    expect(find({})).toEqual({ outcome: 'passed', shown });
  });

  it.each([
    [{ section: 'release ' }, 'passed'],
    [{ section: null }, 'passed'],
    [{ section: 'Release', atLeastChars: 80 }, 'words'],
    [{ section: 'Rollback', atLeastChars: 0 }, 'words'],
    [{ section: 'How to' }, 'section'],
    [{ from: { field: 'Docs' } }, 'address'],
    [{ from: null }, 'address'],
  ])('%j: %s', (of, lack) => {
    const finding = find(of);
    expect(
      finding.outcome === 'missing' && finding.why.why === 'page' ? finding.why.lacks.lack : 'passed',
    ).toBe(lack);
  });

  it('has the words of all sections of that heading, each once', () => {
    const release = (level: number, text: string): Section => ({ heading: 'Release', level, text });
    const other: Section = { heading: 'Other', level: 2, text: 'Not these.' };
    const all = [release(2, ''), other, release(2, 'Switch'), release(3, 'it on.')];
    const reading: PageReading = { outcome: 'found', page: { title: 'Refunds', url, sections: all } };
    expect(find({ atLeastChars: 12 }, reading).outcome).toBe('passed');
    expect(find({ atLeastChars: 13 }, reading)).toMatchObject({ why: { lacks: { has: 12 } } });
  });

  it('is missing if it is not there, and not if it cannot be read', () => {
    expect(find({}, { outcome: 'missing' }).outcome).toBe('missing');
    expect(find({}, { outcome: 'cannotTell', reason: 'no answer' })).toEqual({
      outcome: 'cannotTell',
      why: { why: 'failed', reason: 'no answer' },
    });
    expect(find({}, null).outcome).toBe('cannotTell');
  });

  it.each([
    ['', 0],
    ['TODO', 0],
    ['TBD — <who>, {{when}}, [describe the steps]', 0],
    ['Заполнить. [Опишите шаги]', 0],
    ['Run `deploy` <name>', 10],
    ['Ok [see below]', 12],
  ])('%j has %i written characters', (text, count) => {
    expect(writtenChars(text)).toBe(count);
  });
});
