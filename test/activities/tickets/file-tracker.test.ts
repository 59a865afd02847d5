import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileTracker } from '../../../activities/tickets/file-tracker.ts';
import { TrackerError } from '../../../activities/tickets/ticket.ts';
import type { Ticket } from '../../../activities/tickets/ticket.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dobrobot-tickets-'));
  file = join(folder, 'tickets.yaml');
});
afterAll(() => rm(folder, { recursive: true }));

const find = async (text: string, key: string): Promise<Ticket | null> => {
  await writeFile(file, text);
  return fileTracker(file).find(key);
};

const mistake = async (text: string, key: string): Promise<string> => {
  const error: unknown = await find(text, key).catch((reason: unknown) => reason);
  if (!(error instanceof TrackerError)) throw new Error('it was accepted');
  return error.message.replace(`${file}:`, '');
};

const nothingSigned = {
  codeReview: null,
  qa: null,
  customerDemo: null,
  releaseDocs: null,
  rollbackDocs: null,
};

describe('a ticket', () => {
  it('is read with all that it says', async () => {
    const ticket = await fileTracker('tickets.yaml').find('pay-1');
    expect(ticket).toEqual({
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
    });
  });

  it('needs no more than a key', async () => {
    const bare = { key: 'A-1', title: 'A-1', url: null, components: [], signs: nothingSigned };
    expect(await find('- key: a-1\n', 'A-1')).toEqual(bare);
    expect(await find('- { key: A-1, title: , url: ~, components: , qa: null }\n', 'A-1')).toEqual(bare);
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
    ['2024', '2024'],
    ['approved by Oleg', 'approved by Oleg'],
    ['missing', null],
    ['MISSING', null],
    ['false', null],
    ['~', null],
    ['', null],
    ['" "', null],
  ])('has a sign %s that counts as %j', async (written, sign) => {
    const ticket = await find(`- key: A-1\n  qa: ${written}\n`, 'A-1');
    expect(ticket?.signs).toEqual({ ...nothingSigned, qa: sign });
  });

  it.each([
    ['billing', ['billing']],
    ['[db, billing]', ['db', 'billing']],
    ['[42]', ['42']],
    ['[]', []],
  ])('has components %s', async (written, components) => {
    const ticket = await find(`- key: A-1\n  components: ${written}\n`, 'A-1');
    expect(ticket?.components).toEqual(components);
  });

  it('may take its signs from another by a merge key', async () => {
    const text = '- &first { key: A-1, qa: done }\n- { <<: *first, key: A-2 }\n';
    expect((await find(text, 'A-2'))?.signs.qa).toBe(true);
  });

  it('is read anew each time', async () => {
    const tracker = fileTracker(file);
    await writeFile(file, '- { key: A-1, title: Old }');
    expect((await tracker.find('A-1'))?.title).toBe('Old');
    await writeFile(file, '- { key: A-1, title: New }');
    expect((await tracker.find('A-1'))?.title).toBe('New');
  });

  it('costs little to find again, however many there are', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({ key: `A-${n}`, title: `Title ${n}`, qa: 'done' }));
    await writeFile(file, stringify(many));
    const took = async (key: string) => {
      const from = performance.now();
      expect((await fileTracker(file).find(key))?.key).toBe(key);
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
    ['- key: A-1\n  title: T\n  qa: [x]\n', '3: A-1: qa must be a text'],
    ['- key: A-1\n  title: {}\n', '2: A-1: title must be a text'],
    ['- key: B-1\n- key: A-1\n- key: a-1\n', '3: A-1 is there twice, first in line 2'],
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
    const finding = fileTracker(join(folder, 'missing.yaml')).find('A-1');
    await expect(finding).rejects.toThrow(TrackerError);
    await expect(finding).rejects.toThrow(join(folder, 'missing.yaml'));
  });
});
