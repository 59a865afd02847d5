/** The marks that close a quote, by the mark that opens it. */
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

/** Whether a text has a mark that may open a quote. */
export const hasQuotes = (said: string): boolean => new RegExp(`[${marks}]`, 'u').test(said);

/** Whether a text has quotes with nothing between them. */
export const quotesNothing = (said: string): boolean =>
  Object.entries(closing).some(([mark, ends]) =>
    new RegExp(`(?:^|\\s)${mark}\\s*[${ends}](?:\\s|$)`, 'u').test(said),
  );

/** Quotes that may span several lines. Not apostrophes, which occur anywhere. */
const speech = /["“”„‟«»‹›❝❞「」『』〈〉《》〝〞＂]/gu;
const begins = '"“„«‹❝「『〈《〝＂';

/** The opening mark of a quote that is still open at the end of a text, or ''. `open`: the one that is open before it. `5"` opens none. */
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

/** At the beginning of a word, other marks aside. Within an address any of them may occur. */
// eslint-disable-next-line regexp/no-super-linear-move -- between two marks it reads back once
const opening = new RegExp(`(?<=(?:^|\\s)(?:\\p{L}+:)?[,*_~(>]*)[${marks}]`, 'gu');
/** What may come between a closing mark and the next word. */
const followsEnd = /^[*_~)<.,;:!?]*(?:\s|$)/;
/** What comes between two quoted texts, with the mark that opens the second. */
const nextText = new RegExp(`^[\\s*_~.,;:!?&+–-]*(?:(?:and|и)\\s+[*_~]*)?[${marks}]`, 'iu');

type QuotedText =
  /** `others`: the words around the quotes. */
  | { readonly type: 'text'; readonly text: string; readonly others: readonly string[] }
  /** A quote is opened but not closed. */
  | { readonly type: 'unclosed' }
  | { readonly type: 'several' }
  | { readonly type: 'none' };

/** Finds the text in quotes of any kind. Ignores quotes around words that mean something without them (`means`). */
export function readText(said: string, means: (words: string) => boolean = () => false): QuotedText {
  let unclosed = false;
  let passed = 0;
  for (const { 0: mark, index } of said.matchAll(opening)) {
    if (index < passed) continue;
    const from = index + mark.length;
    const ends = endsOf(said, from, closing[mark] ?? mark);
    // An apostrophe may look like the end. What follows the real end means something.
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

/** Removes quotes around a whole text, which say nothing: nested quotes or code leave them. */
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
