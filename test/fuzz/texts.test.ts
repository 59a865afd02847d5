/** Any text can be read, and the result can be shown. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  asciidocPage,
  dokuwikiTextPage,
  htmlPage,
  markdownPage,
  textilePage,
} from '../../activities/pages/sections.ts';
import { NotRead } from '../../activities/tickets/api.ts';
import { addressesIn, checkboxesIn } from '../../activities/tickets/in-text.ts';
import { decodedText } from '../../bot/markup.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { bare, wordsIn } from '../../domain/command/words.ts';
import { keysIn } from '../../domain/hooks/keys-in.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { oneLine } from '../../domain/one-line.ts';
import { pageOf } from '../../domain/release/page.ts';
import { wholeAddress } from '../../domain/signs/address.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { folded } from '../../domain/signs/look-up.ts';
import { sectionText, writtenChars } from '../../domain/signs/page.ts';
import { link, plain, split } from '../../texts/mrkdwn.ts';
import { plainText as plainMarkup } from '../../texts/plain-text.ts';
import { saidTo } from '../bot/said-to.ts';
import { anyText } from './any-text.ts';
import { chosen } from './chosen.ts';

const grammar = {
  linkTemplates: ['https://tracker.example.com/browse/{key}'],
  slash: false,
  components: ['billing', 'db', 'web'],
  ticket: null,
};

it('a text is a command or a mistake, whatever is in it', { timeout: 1_200_000 }, () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const read = parseCommand(decodedText(text), grammar);
      expect(JSON.parse(JSON.stringify(read))).toEqual(read);
      saidTo('D_ANN', text);
      saidTo('C1', `<@U0BOT> ${text}`);
      readCommand('accept', { actor: 'U_ANN', reason: text, commandId: text });
      expect(oneLine(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(plain(text)).not.toMatch(/<[!#]/);
      expect(link(text, text)).not.toMatch(/<(?!https?:\/\/)/i);
      for (const shown of split(plain(text), 300)) expect(shown.length).toBeLessThanOrEqual(300);
    }),
    chosen(200_000, 2000),
  );
});

/** The maximum length of a Slack message, in characters. */
const longestMessage = 40_000;
/** Texts that were once read again after every line or mark, which took minutes. */
const slowOnce = ['hi\n', 'hello\n', 'a\n', '-1h\nfoo\n', '“x\n', '[', '"', '<', '~a', '```', ' `'];
const someTexts = (): readonly string[] =>
  fc.sample(
    anyText.filter((one) => one !== ''),
    chosen(30, 2),
  );

it('a long text is read, too', { timeout: 1_200_000 }, () => {
  for (const text of [...slowOnce, ...someTexts()]) {
    const long = text.repeat(Math.ceil(1_000_000 / text.length));
    const message = long.slice(0, longestMessage);
    parseCommand(decodedText(message), grammar);
    saidTo('D_ANN', message);
    saidTo('C1', `<@U0BOT> ${message}`);
    readCommand('accept', { actor: 'U_ANN', reason: long });
    oneLine(long);
    plain(long);
  }
});

/** Repeated in a text of a ticket, a page or a commit, each once took time by the square of its length. */
const slowTexts = [
  ...['\r', '\n', ' ', '-\n', '}\n', '`', '~', '=', '#', '/', '?', '1', 'A', ':', '.,', '{', '[a](', '<pre'],
  ...['<div>', '<table><tr><td>', '<!date^1^', '<https:', '- [ ]  ', '# #', '== a', '*a ', '_a ', '**| '],
  ...['PAY-', 'PAY-1_', 'a@', 'Describe it ', 'describe here\n', 'опишите\n', 'Привет, мир. '],
];
/** What stands before them: a pattern may stumble only behind its own beginning. */
const beginnings = ['', '# ', '- [x] a', '== ', '<div class="'];

const settings: Parameters<typeof keysIn>[1] = {
  tickets: [
    {
      ...{ name: 'tickets', keys: '*', tracker: 'file', file: '/tickets.yaml' },
      addresses: ['https://tracker.example.com/browse/{key}'],
    },
  ],
  releases: { withoutTicket: true, prefix: 'REL' },
  pages: [],
};
const pageReaders = { markdownPage, asciidocPage, textilePage, dokuwikiPage: dokuwikiTextPage, htmlPage };
/** What reads texts that trackers, wikis and other programs give. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  ...Object.fromEntries(
    Object.entries(pageReaders).map(([name, pageIn]) => [
      name,
      (text: string) => {
        try {
          return writtenChars(sectionText(pageIn(text, 'https://wiki.example.com/1'), null) ?? '');
        } catch (error) {
          expect(error).toBeInstanceOf(NotRead);
          return null;
        }
      },
    ]),
  ),
  writtenChars,
  checkboxesIn,
  addressesIn,
  wholeAddress,
  pageOf: (text) => pageOf(`https://wiki.example.com/${text}`),
  keysIn: (text) => keysIn({ ticket: null, texts: [text] }, settings),
  words: (text) => wordsIn(text).map(bare),
  plainMarkup,
  clipped,
  folded,
};

/** Processor time, in ms: other load on the machine does not count. */
const msFor = (read: () => unknown): number => {
  const before = process.cpuUsage();
  read();
  return process.cpuUsage(before).user / 1000;
};
const leastMs = (times: number, read: () => unknown): number =>
  Math.min(...Array.from({ length: times }, () => msFor(read)));

it('a text takes as long to read as it is long', { timeout: 1_200_000 }, () => {
  const longer = 20;
  /** What takes the square of its length does so each time; a compiler or a garbage collector gets in between once. */
  const tries = 5;
  for (const [name, read] of Object.entries(readers)) {
    for (const [before, text] of [...slowTexts, ...someTexts()].flatMap((one) =>
      beginnings.map((beginning) => [beginning, one] as const),
    )) {
      const long = before + text.repeat(Math.ceil(100_000 / text.length));
      // What is over so soon does not grow much.
      if (msFor(() => read(long)) < 100) continue;
      const short = long.slice(0, long.length / longer);
      const isLinear = (): boolean =>
        leastMs(3, () => read(long)) / leastMs(5, () => read(short)) < longer ** 2 / 2;
      const found = Array.from({ length: tries }).some(isLinear);
      expect(found, `${name} of ${JSON.stringify(before + text)}`).toBe(true);
    }
  }
});
