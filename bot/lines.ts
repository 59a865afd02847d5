/** The lines of a message in Slack's markup: quotes, code, strikethrough and mentions of the bot. */
import type { Line, Piece } from '../domain/command/utterance.ts';
import { mentionOf, decodedText } from './markup.ts';

type Kind = Piece['kind'];

/** A code block that is not closed extends to the end of the text. */
const block = /(```[^]*?(?:```|$))/;
const quote = /^[\s\p{Cf}]*(?:&gt;|>)/u;
const quoteOfAll = /^[\s\p{Cf}]*(?:&gt;|>){3}/u;
const struck = /((?<=^|[\s*_(])~(?=[^\s~])[^~]*(?<=[^\s~])~(?=$|[\s*_).,!?:;]))/;
const code = /(`[^`]+`)/;

/** Splits `wire` into lines. `bot` is the user ID of the bot, whose mentions count. */
export function linesOf(wire: string, bot: string | undefined): readonly Line[] {
  const lines: Piece[][] = [[]];
  let quotesAll = false;
  const add = (text: string, kind: Kind) => {
    lines.at(-1)?.push(...pieces(text, kind, bot));
  };
  for (const [index, part] of wire.split(block).entries()) {
    const isCode = index % 2 === 1;
    for (const [row, text] of part.split(/\r\n|[\n\u2028\u2029\r]/).entries()) {
      if (row > 0) lines.push([]);
      const begins = lines.at(-1)?.length === 0;
      quotesAll ||= begins && !isCode && quoteOfAll.test(text);
      const isQuote = quotesAll || (begins && quote.test(text));
      if (isCode || isQuote) add(text, 'quoted');
      else for (const [n, run] of text.split(struck).entries()) add(run, n % 2 === 1 ? 'struck' : 'said');
    }
  }
  return lines;
}

/** Makes each mention of the bot a piece of its own. A mention within code counts as quoted. */
function pieces(text: string, kind: Kind, bot: string | undefined): readonly Piece[] {
  if (bot === undefined) return text === '' ? [] : [{ text: decodedText(text), kind, mention: false }];
  const mention = mentionOf(bot);
  const runs = kind === 'said' ? text.split(code) : [text];
  return runs.flatMap((run, index) => {
    const quoted = index % 2 === 1 && mention.test(run);
    return run.split(mention).flatMap((part, n): readonly Piece[] => {
      const isMention = n % 2 === 1;
      return part === ''
        ? []
        : [{ text: decodedText(part), kind: quoted ? 'quoted' : kind, mention: isMention }];
    });
  });
}
