/** Which marks close a text that the key opens. */
const closing: Readonly<Record<string, string>> = {
  '"': '"“”',
  "'": "'’",
  '`': '`',
  '´': '´’',
  '″': '″"',
  '＂': '＂"',
  '＇': "＇'",
  '“': '”"“',
  '”': '”"',
  '„': '“”"‟',
  '‟': '”"',
  '«': '»',
  '»': '«',
  '‹': '›',
  '›': '‹',
  '‘': "’'",
  '‚': '‘’',
  '‛': "’'",
  '❛': '❜',
  '❝': '❞',
  '「': '」',
  '『': '』',
  '〈': '〉',
  '《': '》',
  '〝': '〞〟',
};
export const marks = Object.keys(closing).join('');

/** Whether there is a mark in it that may open a text. */
export const hasQuotes = (said: string): boolean => new RegExp(`[${marks}]`, 'u').test(said);

/** Whether there are quotes around nothing. */
export const quotesNothing = (said: string): boolean =>
  Object.entries(closing).some(([mark, ends]) =>
    new RegExp(`(?:^|\\s)${mark}\\s*[${ends}](?:\\s|$)`, 'u').test(said),
  );

/** Those of speech that goes on over lines: an apostrophe may stand anywhere. */
const speech = /["“”„‟«»‹›❝❞「」『』〈〉《》〝〞＂]/gu;
const begins = '"“„«‹❝「『〈《〝＂';

/** The mark of the quote that has begun before the end of a text and not ended, or ''; `open` is that before it. `5"` begins none. */
export function quoteAfter(text: string, open: string): string {
  let quote = open;
  for (const { 0: mark, index } of text.matchAll(speech)) {
    const isBehindWord = /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, index - 2), index));
    const isBeforeWord = /^[\p{L}\p{N}]/u.test(text.slice(index + 1, index + 3));
    if (quote === '') quote = begins.includes(mark) && !isBehindWord ? mark : '';
    else if ((closing[quote] ?? '').includes(mark) && !isBeforeWord) quote = '';
  }
  return quote;
}

/** At the beginning of a word, marks aside: an address may have any of them within. */
// eslint-disable-next-line regexp/no-super-linear-move -- between two marks it reads back once
const opening = new RegExp(`(?<=(?:^|\\s)(?:\\p{L}+:)?[,*_~(>]*)[${marks}]`, 'gu');
/** What may stand between a closing mark and the next word. */
const followsEnd = /^[*_~)<.,;:!?]*(?:\s|$)/;
/** What stands between two texts, and the mark that opens the second. */
const nextText = new RegExp(`^[\\s*_~.,;:!?&+–-]*(?:(?:and|и)\\s+[*_~]*)?[${marks}]`, 'iu');

type QuotedText =
  /** `others` are the words around it. */
  | { readonly type: 'text'; readonly text: string; readonly others: readonly string[] }
  /** It begins and does not end. */
  | { readonly type: 'unclosed' }
  | { readonly type: 'several' }
  | { readonly type: 'none' };

/** Finds the text in quotes, of any kind. Quotes around what `means` something anyway are only marks. */
export function readText(said: string, means: (words: string) => boolean = () => false): QuotedText {
  let unclosed = false;
  let passed = 0;
  for (const { 0: mark, index } of said.matchAll(opening)) {
    if (index < passed) continue;
    const from = index + mark.length;
    const ends = endsOf(said, from, closing[mark] ?? mark);
    // An apostrophe may look like an end: what follows the true one means something.
    const isKnownAfter = (end: number): boolean =>
      said
        .slice(end + 1)
        .split(/\s+/)
        .every(means);
    const to = ends.find(isKnownAfter) ?? ends[0];
    if (to === undefined) {
      unclosed ||= !means(wordAt(said, from));
      continue;
    }
    const another = (end: number) =>
      nextText.test(behindKnown(said.slice(end + 1), means)) && !isKnownAfter(end);
    if (ends.some((end) => end <= to && another(end))) return { type: 'several' };
    passed = to + 1;
    const text = unwrapped(said.slice(from, to).trim());
    if (text !== '' && means(text)) continue;
    const others = [said.slice(0, index), said.slice(passed)].flatMap((part) => part.split(/\s+/));
    return { type: 'text', text, others: others.filter((word) => word !== '') };
  }
  return { type: unclosed ? 'unclosed' : 'none' };
}

/** Quotes around the whole of a text, as nested ones or code leave them, say nothing. */
function unwrapped(text: string): string {
  const ends = closing[text.charAt(0)] ?? '';
  if (text.length < 3 || !ends.includes(text.slice(-1))) return text;
  const inner = text.slice(1, -1).trim();
  const core = unwrapped(inner);
  const isPart = core === inner && new RegExp(`[${text.charAt(0)}${ends}]`, 'u').test(inner);
  return isPart ? text : core;
}

/** What follows the words at the beginning that mean something. */
function behindKnown(said: string, means: (words: string) => boolean): string {
  const [known = '', word = ''] = /^\s*(\S*)/.exec(said) ?? [];
  const isKnown = word !== '' && !nextText.test(word) && means(word);
  return isKnown ? behindKnown(said.slice(known.length), means) : said;
}

function endsOf(said: string, from: number, marks: string): readonly number[] {
  const found: number[] = [];
  for (let at = from; at < said.length; at += 1) {
    if (marks.includes(said.charAt(at)) && followsEnd.test(said.slice(at + 1))) found.push(at);
  }
  return found;
}

const wordAt = (said: string, from: number): string => /^\S*/.exec(said.slice(from))?.[0] ?? '';
