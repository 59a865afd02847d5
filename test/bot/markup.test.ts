import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodedText } from '../../bot/markup.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { plain } from '../../texts/mrkdwn.ts';
import { saidTo } from './said-to.ts';

/** Escaped the way Slack sends it. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('what Slack sends is read as', () => {
  it.each([
    ['R&amp;D says 1 &lt; 2', 'R&D says 1 < 2'],
    ['&amp;lt; &amp;amp;amp;', '&lt; &amp;amp;'],
    ['&lt;!channel&gt; &lt;@U1&gt;', '<!channel> <@U1>'],
    ['*so* _it_ `is`\n&gt; quoted', '*so* _it_ `is`\n> quoted'],

    ['<https://x.example.com>', 'https://x.example.com'],
    ['<https://x.example.com/?a=1&amp;b=2|any label | with spaces>', 'https://x.example.com/?a=1&b=2'],
    ['<https://x.example.com/?a=%7C&amp;amp;|>', 'https://x.example.com/?a=%7C&amp;'],
    ['(<https://x.example.com/a_(b)>), *<HTTP://x>*.', '(https://x.example.com/a_(b)), *HTTP://x*.'],
    ['see <https://elsewhere.example.com|PAY-1>', 'see https://elsewhere.example.com'],
    ['<http://PAY-1.md|PAY-1.md>', 'http://PAY-1.md'],
    ['<mailto:ann@example.com|ann@example.com>', 'ann@example.com'],
    ['<mailto:ann@example.com>', 'ann@example.com'],
    ['<tel:+4930123456|+49 30 123456>', '+49 30 123456'],

    ['<@U024BE7LH> and <@W012A3CDE|ann>', '@U024BE7LH and @W012A3CDE'],
    ['_<@U1>_, <@U2>:', '_@U1_, @U2:'],
    ['<@U1><@U2>', '@U1 @U2'],
    ['спроси<@U1>и<https://x.example.com|здесь>прочти', 'спроси @U1 и https://x.example.com прочти'],
    ['𝒙<@U1>𝒙', '𝒙 @U1 𝒙'],

    ['<!here> <!here|here> <!channel|@channel> <!everyone>', '@here @here @channel @everyone'],
    ['<!subteam^S0614TZR7|@mobile> <!subteam^S0614TZR7>', '@mobile @S0614TZR7'],
    ['<!date^1392734382^{date}|18 February>', '18 February'],
    ['<#C024BE7LR|general> <#C024BE7LR> <#C024BE7LR|>', '#general #C024BE7LR #C024BE7LR'],

    ['1 < 2 > 1, a<b>c <|> <> <@> &nbsp; & &amp', '1 < 2 > 1, a<b>c <|> <> <@> &nbsp; & &amp'],
    ['', ''],
  ])('%j: %j', (wire, text) => {
    expect(decodedText(wire)).toBe(text);
  });

  it('the text that was typed, whatever it is', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('&', 'lt;', 'amp;', '<', '>', '@U1', '!here', '|', 'https://x', ' ', 'a'))
        .map((l) => l.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        expect(decodedText(escaped(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('nothing that has power over anybody but who is named', () => {
    const piece = fc.constantFrom(
      ...['<', '>', '|', '&lt;', '&gt;', '&amp;', '!channel', '!here|here', '!subteam^S1|@g', '@U1', '#C1|'],
      ...['https://x.example.com', 'mailto:', ' ', 'PAY-1', '\n'],
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const shown = plain(decodedText(pieces.join('')));
        expect(shown.replace(/<@[UW][A-Z0-9_]+>|&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a command is the same in plain words and in Slack', () => {
  const linkTemplates = ['https://tracker.example.com/browse/{key}'];
  const read = (text: string) => parseCommand(text, { linkTemplates, slash: false });
  const inSlack = (wire: string) => read(saidTo('C1', `<@U0BOT> ${wire}`) ?? '');

  it.each([
    ['dobro <https://tracker.example.com/browse/PAY-1|PAY-1> hotfix', 'dobro PAY-1 hotfix'],
    [
      'dobro <https://tracker.example.com/browse/PAY-1?a=1&amp;b=2|our new screen> hotfix',
      'dobro PAY-1 hotfix',
    ],
    [
      'dobro PAY-1 <https://wiki.example.com/a?b=1&amp;c=2|docs>',
      'dobro PAY-1 https://wiki.example.com/a?b=1&c=2',
    ],
    [
      'dobro PAY-1 <https://wiki.example.com/a|our docs, all of it>',
      'dobro PAY-1 https://wiki.example.com/a',
    ],
    ['dobro PAY-2 <https://elsewhere.example.com/x|PAY-1>', 'dobro PAY-2 https://elsewhere.example.com/x'],
    ['— dep finish PAY-1', 'dep finish PAY-1'],
    ['handover PAY-1 <@U_DORA|dora>', 'handover PAY-1 @U_DORA'],
    ['передать PAY-1 *<@U_DORA>*', 'handover PAY-1 @U_DORA'],
    [
      'blame <https://x.slack.com/archives/C1/p1700000000123456> db',
      'blame https://x.slack.com/archives/C1/p1700000000123456 db',
    ],
    [
      'blame <https://x.slack.com/archives/C1/p1700000000123456?thread_ts=1.2&amp;cid=C1|a message> db',
      'blame https://x.slack.com/archives/C1/p1700000000123456 db',
    ],
    ['reject PAY-1 a &lt; b, <@U1|ann> &amp; <!here>', 'reject PAY-1 a < b, @U1 & @here'],
    ['accept <https://elsewhere.example.com|PAY-1>', 'accept https://elsewhere.example.com'],
  ])('%j: %j', (wire, words) => {
    expect(inSlack(wire)).toEqual(read(words));
  });

  it('whatever the ticket, the address, the person and the reason are', () => {
    const key = fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}-[1-9]\d{0,4}$/);
    const label = fc.stringMatching(/^[\p{L} ,.:-]{0,20}$/u);
    const url = fc.webUrl({ withQueryParameters: true }).filter((text) => !/[.,;:|]$/.test(text));
    const person = fc.stringMatching(/^[UW][A-Z0-9]{8,10}$/);
    // No strikethrough, whose text is not read, and no code. A start like `w-1` or `w0-1` would be a second ticket.
    const rest = fc.string().filter((text) => !/[~`]|^\w*-\d/.test(text));
    const linked = (address: string, text: string) => `<${escaped(address).replaceAll('|', '%7C')}|${text}>`;
    fc.assert(
      fc.property(key, label, url, person, rest, (ticket, text, address, user, reason) => {
        const wire = linked(`https://tracker.example.com/browse/${ticket}`, text);
        expect(inSlack(`accept ${wire}`)).toEqual({ ok: true, command: { type: 'accept', ticket } });
        expect(inSlack(`handover ${wire} <@${user}|${text}>`)).toEqual({
          ok: true,
          command: { type: 'handover', ticket, user },
        });
        expect(inSlack(`dobro ${linked(address, ticket)} ${wire}`)).toMatchObject({
          ok: true,
          command: {
            type: 'request',
            subject: { tickets: [ticket] },
            options: { wikiLink: address.replaceAll('|', '%7C') },
          },
        });
        expect(inSlack(`reject ${wire} w${escaped(reason)}`)).toEqual({
          ok: true,
          command: { type: 'reject', ticket, reason: `w${reason}`.trim() },
        });
      }),
    );
  });

  it('as long as it was typed, not as Slack sends it', () => {
    const reason = '&'.repeat(3000 - 'reject PAY-1 '.length);
    expect(inSlack(`reject PAY-1 ${escaped(reason)}`)).toMatchObject({ ok: true, command: { reason } });
    expect(inSlack(`reject PAY-1 ${escaped(reason)}&amp;`)).toMatchObject({
      ok: false,
      mistake: { code: 'tooLong' },
    });
  });
});
