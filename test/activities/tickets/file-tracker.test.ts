import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileTracker } from '../../../activities/tickets/file-tracker.ts';
import { bareTicket } from '../../../domain/signs/ticket.ts';
import type { Ticket } from '../../../domain/signs/ticket.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dobrobot-tickets-'));
  file = join(folder, 'tickets.yaml');
});
afterAll(() => rm(folder, { recursive: true }));

const reading = (key: string, path = file) => fileTracker(path).find(key, new Set());

const found = async (key: string, path?: string): Promise<Ticket> => {
  const said = await reading(key, path);
  if (said.outcome !== 'found') throw new Error(`it is ${said.outcome}`);
  return said.ticket;
};

/** Returns null if the ticket is unknown. */
const find = async (text: string, key: string): Promise<Ticket | null> => {
  await writeFile(file, text);
  return (await reading(key)).outcome === 'unknown' ? null : found(key);
};

const signsOf = async (text: string, names: readonly string[]) => {
  const ticket = await find(text, 'A-1');
  return Object.fromEntries(names.map((name) => [name, ticket?.signs[name] ?? null]));
};

const mistake = async (text: string, key: string): Promise<string> => {
  await writeFile(file, text);
  const said = await reading(key);
  if (said.outcome !== 'cannotTell') throw new Error(`it is ${said.outcome}`);
  return said.reason.replace(`${file}:`, '');
};

const usual = ['codeReview', 'qa', 'customerDemo', 'releaseDocs', 'rollbackDocs'] as const;

describe('a ticket', () => {
  it('is read with all that it says', async () => {
    expect(await found('pay-1', 'tickets.yaml')).toMatchObject({
      key: 'PAY-1',
      title: 'New refund screen',
      url: 'https://tracker.example.com/browse/PAY-1',
      components: ['billing'],
      signs: {
        codeReview: true,
        qa: true,
        customerDemo: true,
        releaseDocs: 'https://wiki.example.com/pay-1',
        rollbackDocs: 'https://wiki.example.com/pay-1#rollback',
      },
      unread: {},
    });
  });

  it('needs no more than a key', async () => {
    const bare = {
      ...bareTicket('A-1'),
      fields: expect.anything() as object,
      signs: expect.anything() as object,
    };
    expect(await find('- key: a-1\n', 'A-1')).toEqual(bare);
    const text = '- { key: A-1, title: , url: ~, components: , qa: null }\n';
    expect(await find(text, 'A-1')).toEqual(bare);
    expect(await signsOf(text, usual)).toEqual(Object.fromEntries(usual.map((name) => [name, null])));
  });

  it.each([
    ['4711', '4711'],
    ['007', '007'],
    ['1e3', '1E3'],
    ['"4711"', '4711'],
    ['owner/repo#12', 'Owner/Repo#12'],
  ])('has the key %s as written, in any case: %s', async (written, asked) => {
    const ticket = await find(`- key: ${written}\n`, asked);
    expect(ticket?.key).toBe(asked.toUpperCase());
  });

  it.each([
    ['done', true],
    ['Done', true],
    ['true', true],
    ['"true"', true],
    ['https://wiki/1', 'https://wiki/1'],
    ['missing', null],
    ['MISSING', null],
    ['false', null],
    ['~', null],
    ['', null],
    ['" "', null],
  ])('has a sign %s that counts as %j', async (written, sign) => {
    const text = `- key: A-1\n  qa: ${written}\n  security: ${written}\n`;
    expect(await signsOf(text, ['qa', 'security', 'codeReview'])).toEqual({
      qa: sign,
      security: sign,
      codeReview: null,
    });
  });

  it.each([
    ['failed', '"failed"'],
    ['no', '"no"'],
    ['нет', '"нет"'],
    ['pending', '"pending"'],
    ['2024', '"2024"'],
    ['"done, nearly"', '"done, nearly"'],
    ['wiki.example.com/1', '"wiki.example.com/1"'],
    ['https://', '"https://"'],
    ['ftp://x/1', '"ftp://x/1"'],
  ])('does not tell what a sign %s means', async (written, shown) => {
    const { qa } = await signsOf(`- key: A-1\n  qa: ${written}\n`, ['qa']);
    expect(qa).toEqual({
      mistake: `${file}:2: A-1: qa must be done, missing, true, false or an http(s) address, not ${shown}`,
    });
  });

  it('may have everything that rules look at', async () => {
    const text = `- key: A-1
  kind: feature
  status: { name: Erledigt, category: done }
  author: rita
  labels: [qa-passed]
  QA result: Passed
  Points: 3
  Version: 007
  Demo: true
  fields: { Release notes: https://wiki/1 }
  links: [{ type: is demoed by, key: DEMO-1, status: done }]
  checkboxes: { Rollback described: true }
  text: Words.
  pages: [https://wiki/2]
  changes:
    - name: acme/app#7
      state: merged
      author: rita
      commit: c2
      approvals: [oleg, { by: vera, commit: c1, at: 2026-01-02T10:00:00Z }]
      pipeline: passed
`;
    expect(await find(text, 'A-1')).toMatchObject({
      kind: 'feature',
      status: { name: 'Erledigt', category: 'done' },
      author: 'rita',
      labels: ['qa-passed'],
      fields: {
        'QA result': 'Passed',
        Points: 3,
        Version: '007',
        Demo: true,
        'Release notes': 'https://wiki/1',
      },
      links: [{ type: 'is demoed by', key: 'DEMO-1', url: null, status: { name: 'done', category: 'done' } }],
      checkboxes: [{ text: 'Rollback described', checked: true }],
      text: 'Words.',
      pages: ['https://wiki/2'],
      changes: [
        {
          name: 'acme/app#7',
          state: 'merged',
          headCommit: 'c2',
          pipeline: 'passed',
          approvals: [
            { by: 'oleg', commit: null, at: null, stale: false },
            { by: 'vera', commit: 'c1', at: 1_767_348_000_000, stale: false },
          ],
        },
      ],
      unread: {},
    });
  });

  it.each([
    ['labels: { a: 1 }', 'labels', '2: A-1: labels must be a list of texts, not a mapping'],
    [
      'changes:\n    - state: done',
      'changes',
      '3: A-1: changes.0.state must be open, merged or closed, not "done"',
    ],
    ['checkboxes: { A: yes }', 'checkboxes', '2: A-1: checkboxes.A must be true or false, not "yes"'],
    ['fields: [a]', 'fields', '2: A-1: fields must be a mapping of names to values, not a list'],
    ['fields: a', 'fields', '2: A-1: fields must be a mapping of names to values, not "a"'],
  ])('with a mistake in %j is found all the same, and tells it of its %s', async (line, part, reason) => {
    const ticket = await find(`- key: A-1\n  ${line}\n`, 'A-1');
    expect(ticket?.unread).toEqual({ [part]: `${file}:${reason}` });
  });

  it.each([
    ['billing', ['billing']],
    ['[db, billing]', ['db', 'billing']],
    ['[42]', ['42']],
    ['[]', []],
    ['billing, db', ['billing', 'db']],
    ['" billing,,db , "', ['billing', 'db']],
    ['~', []],
  ])('has components %s', async (written, components) => {
    const ticket = await find(`- key: A-1\n  components: ${written}\n`, 'A-1');
    expect(ticket?.components).toEqual(components);
  });

  it.each(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])('takes %s for what it is', async (written) => {
    const text = `- { key: A-1, Yes: ${written}, List: [${written}], checkboxes: { Box: ${written} } }\n`;
    const is = written.toLowerCase() === 'true';
    expect(await find(text, 'A-1')).toMatchObject({
      fields: { Yes: is, List: [is] },
      checkboxes: [{ text: 'Box', checked: is }],
      unread: {},
    });
  });

  it('names the fields of a form that is not read, but not the parts that have their own', async () => {
    const text = `- key: A-1
  Rel: { value: x }
  Mixed: [a, { b: c }]
  status: { name: Open }
  checkboxes: { Box: true }
  fields: { Deep: { x: 1 }, QA: ok }
`;
    const ticket = await find(text, 'A-1');
    expect(ticket?.unreadFields).toEqual(['Rel', 'Mixed', 'Deep']);
    expect(ticket).toMatchObject({ fields: { QA: 'ok' }, unread: {} });
    expect(await find('- { key: A-1, fields: }\n', 'A-1')).not.toHaveProperty('unreadFields');
  });

  it('has its labels in a list, or in a text with commas', async () => {
    expect((await find('- { key: A-1, labels: [a, b] }\n', 'A-1'))?.labels).toEqual(['a', 'b']);
    expect((await find('- key: A-1\n  labels: a, b c\n', 'A-1'))?.labels).toEqual(['a', 'b c']);
  });

  it('may take its signs from another by a merge key', async () => {
    const text = '- &first { key: A-1, qa: done }\n- { <<: *first, key: A-2 }\n';
    expect((await find(text, 'A-2'))?.signs['qa']).toBe(true);
  });

  it('is read anew each time', async () => {
    await writeFile(file, '- { key: A-1, title: Old }');
    expect((await found('A-1')).title).toBe('Old');
    await writeFile(file, '- { key: A-1, title: New }');
    expect((await found('A-1')).title).toBe('New');
  });

  it('costs little to find again, however many there are', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({ key: `A-${n}`, title: `Title ${n}`, qa: 'done' }));
    await writeFile(file, stringify(many));
    const took = async (key: string) => {
      const from = performance.now();
      expect((await found(key)).key).toBe(key);
      return performance.now() - from;
    };
    const first = await took('A-1');
    const again = [await took('A-2'), await took('A-3'), await took('A-4'), await took('A-5')];
    expect(Math.min(...again)).toBeLessThan(first / 4);
  });

  it('is found whatever its title, as is each of its neighbours', async () => {
    const titles = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(titles, async (list) => {
        const text = stringify(list.map((title, index) => ({ key: index + 1, title })));
        for (const [index, title] of list.entries()) {
          const found = await find(text, String(index + 1));
          const empty = ['', '~', 'null'].includes(title.trim().toLowerCase());
          expect(found?.title).toBe(empty ? String(index + 1) : title.trim());
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('no ticket', () => {
  it.each(['', '# none yet\n', '[]', '- key: A-1\n'])('in %j', async (text) => {
    expect(await find(text, 'A-2')).toBeNull();
  });
});

describe('mistakes', () => {
  it.each([
    ['a: 1\n', '1: the file must be a list of tickets'],
    ['hello\n', '1: the file must be a list of tickets'],
    ['- key: A-1\n  components: { db: true }\n', '2: A-1: components must be a list of names'],
    ['- key: A-1\n  components:\n    - [db]\n', '2: A-1: components must be a list of names'],
    ['- key: A-1\n  components: [db, ""]\n', '2: A-1: components must be a list of names'],
    ['- key: A-1\n  title: {}\n', '2: A-1: title must be a text'],
    ['- key: B-1\n- key: A-1\n- key: a-1\n', '3: A-1 is there twice, first in line 2'],
    ['- key: A-1\n  key: B-1\n', '2: key is there twice'],
    ['- key: A-1\n  qa: done\n  qa: missing\n', '3: A-1: qa is there twice'],
    ['- key: B-1\n- title: Mine?\n', '2: this entry is not a ticket: it has no key'],
    ['- key:\n', '1: this entry is not a ticket: it has no key'],
    ['- A-1\n', '1: this entry is not a ticket: it has no key'],
    ['- key: *x\n', '1: there is no anchor "&x" above "*x"'],
  ])('%j', async (text, message) => {
    expect(await mistake(text, 'A-1')).toBe(message);
  });

  it.each([
    '- title: No key\n',
    '- just words\n',
    '- { key: B-1, components: {} , qa: [] }\n',
    '- key: B-1\n- key: B-1\n',
    '- key: B-1\n  qa: done\n  qa: missing\n',
  ])('of other entries do not hinder: %j', async (others) => {
    expect((await find(`${others}- { key: A-1, title: Mine }\n`, 'A-1'))?.title).toBe('Mine');
    expect((await find(`- { key: A-1, title: Mine }\n${others}`, 'A-1'))?.title).toBe('Mine');
  });

  it('of syntax are named with their line, in one line', async () => {
    expect(await mistake('- key: A-1\n- key: [A-2\n- key: A-3\n', 'A-1')).toMatch(/^3: [^\n]+$/);
  });

  it('tell a file that cannot be read', async () => {
    expect(await reading('A-1', join(folder, 'missing.yaml'))).toMatchObject({
      outcome: 'cannotTell',
      reason: expect.stringContaining(join(folder, 'missing.yaml')) as string,
    });
  });
});
