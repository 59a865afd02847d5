/** Any text can be read, and the result can be shown. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainText } from '../../bot/markup.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { oneLine } from '../../domain/one-line.ts';
import { link, plain, split } from '../../texts/mrkdwn.ts';
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
      const read = parseCommand(plainText(text), grammar);
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

it('a long text is read, too', { timeout: 1_200_000 }, () => {
  const some = fc.sample(
    anyText.filter((one) => one !== ''),
    chosen(30, 2),
  );
  for (const text of [...slowOnce, ...some]) {
    const long = text.repeat(Math.ceil(1_000_000 / text.length));
    const message = long.slice(0, longestMessage);
    parseCommand(plainText(message), grammar);
    saidTo('D_ANN', message);
    saidTo('C1', `<@U0BOT> ${message}`);
    readCommand('accept', { actor: 'U_ANN', reason: long });
    oneLine(long);
    plain(long);
  }
});
