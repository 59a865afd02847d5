/** The words of what people type: markup, look-alike letters and what nobody sees are read before anything else. */
import { folded } from './vocabulary.ts';

/** A link with its label, as Slack or Markdown writes it: one word, though the label may have spaces. */
const labelled = String.raw`<(https?:\/\/[^<>|\s]+)(?:\|[^<>\n]*)?>|\[[^[\]\n]*\]\((https?:\/\/[^\s()]+)\)`;
const anyLabelled = new RegExp(labelled, 'giu');

/** A byte order mark is white space to JavaScript and nothing to people. */
// eslint-disable-next-line regexp/no-super-linear-move -- marks that no word follows are taken together, as the last alternative
const word = new RegExp(`\`*(?:${labelled}|[^\\s\`]|\\uFEFF)+\`*|\`+`, 'giu');

/** Soft hyphens, zero-width characters, marks of direction, selectors of a letter's form, and the like. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;

/** A word, and where it begins in its text. */
interface Word {
  readonly text: string;
  readonly at: number;
}

function words(text: string): readonly Word[] {
  return [...text.matchAll(word)]
    .map(({ 0: typed, index }) => ({ text: asRead(typed), at: index }))
    .filter((one) => one.text !== '');
}

/** The words of a text as they are read. */
export const wordsIn = (text: string): readonly string[] => words(text).map((one) => one.text);

/** An address keeps its letters: to a server, similar ones are others. */
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
/** Not those that are letters in a square, nor a keycap, which is a digit. */
const emoji = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}\u20E3`;
const closing = `${opening}.,!?:;…${emoji}`;
const marksBefore = new RegExp(`^[${opening}${emoji}]+`, 'u');
const marksBehind = new RegExp(`(?<![${closing}])[${closing}]+$`, 'u');

/** A word without the marks that people put around it: `*accept*`, `[PAY-1]`, `<PAY-1>`, `dobro,`. */
export const bare = (typed: string): string => typed.replace(marksBehind, '').replace(marksBefore, '');

export const normal = (typed: string): string => folded(bare(typed));

/** Whether a word is more than marks, such as the comma or the quoting `>` before a command. */
export const says = (typed: string): boolean => /[\p{L}\p{N}]/u.test(typed);

/** The last `count` words as they were written, spaces and line ends between them included; null if there are none. Without the last `but`. */
export function verbatim(text: string, count: number, but = 0): string | null {
  if (count <= but) return null;
  const all = words(text);
  return text.slice(all.at(-count)?.at, but === 0 ? undefined : all.at(-but)?.at).trim();
}
