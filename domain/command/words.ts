/** Splits what people type into words, after resolving markup, look-alike letters and invisible characters. */
import { folded } from './vocabulary.ts';

/** A link with its label, as Slack or Markdown writes it. It is one word, though the label may have spaces. */
const labelled = String.raw`<(https?:\/\/[^<>|\s]+)(?:\|[^<>\n]*)?>|\[[^[\]\n]*\]\((https?:\/\/[^\s()]+)\)`;
const anyLabelled = new RegExp(labelled, 'giu');

/** A byte order mark is white space to JavaScript but invisible to people. */
// eslint-disable-next-line regexp/no-super-linear-move -- marks that no word follows are taken together, as the last alternative
const word = new RegExp(`\`*(?:${labelled}|[^\\s\`]|\\uFEFF)+\`*|\`+`, 'giu');

/** Soft hyphens, zero-width characters, direction marks, variation selectors and the like. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;

/** A word, and where it begins in the text. */
interface Word {
  readonly text: string;
  readonly at: number;
}

function words(text: string): readonly Word[] {
  return [...text.matchAll(word)]
    .map(({ 0: typed, index }) => ({ text: asRead(typed), at: index }))
    .filter((one) => one.text !== '');
}

/** The words of a text, normalized. */
export const wordsIn = (text: string): readonly string[] => words(text).map((one) => one.text);

/** An address keeps its letters: to a server, similar ones are different. */
function asRead(typed: string): string {
  const seen = typed
    .replace(
      anyLabelled,
      (_, slack: string | undefined, markdown: string | undefined) => slack ?? markdown ?? '',
    )
    .replace(invisible, '')
    .replaceAll('`', '');
  return seen.includes('://')
    ? seen
    : seen
        .normalize('NFKC')
        .replace(/\s/gu, '')
        .replace(/\p{Dash}/gu, '-');
}

const opening = '*_~`´″＂＇"\'“”‘’„‚‛‟«»‹›❛❜❝❞「」『』〈〉《》〝〞〟()[\\]{}<>';
/** Not letters in squares. Of a keycap only the frame is included, so that its digit remains. */
const emoji = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}\u20E3`;
const closing = `${opening}.,!?:;…${emoji}`;
const marksBefore = new RegExp(`^[${opening}${emoji}]+`, 'u');
const marksBehind = new RegExp(`(?<![${closing}])[${closing}]+$`, 'u');

/** A word without the marks that people put around it: `*accept*`, `[PAY-1]`, `<PAY-1>`, `dobro,`. */
export const bare = (typed: string): string => typed.replace(marksBehind, '').replace(marksBefore, '');

export const normal = (typed: string): string => folded(bare(typed));

/** Whether a word is more than marks. A comma, or a quoting `>` before a command, is not. */
export const says = (typed: string): boolean => /[\p{L}\p{N}]/u.test(typed);

/** The last `count` words as they were written, with spaces and line breaks, but without the last `but` of them; null if none remain. */
export function verbatim(text: string, count: number, but = 0): string | null {
  if (count <= but) return null;
  const all = words(text);
  return text.slice(all.at(-count)?.at, but === 0 ? undefined : all.at(-but)?.at).trim();
}
