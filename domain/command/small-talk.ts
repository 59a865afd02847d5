/** What people say around a command. The grammar ignores it. */
import { normal, says } from './words.ts';

/** Longer phrases first. In lower case and with `е` for `ё`, as words are compared. */
const greetings = phrases(
  'good morning, good day, good afternoon, good evening, how are you, how is it going, hi there, hello there, hey there, hi, hello, hey, hiya, yo, greetings, ' +
    'are you there, you there, ты тут, ты здесь, как дела, добрый день, добрый вечер, доброе утро, доброго дня, доброго утра, привет, приветик, приветствую, здравствуй, здравствуйте, хай, салют',
);
const thanks = phrases(
  'thank you very much, thank you so much, thank you, thanks a lot, many thanks, kthx, thnx, tysm, thanks, thanx, thx, ty, cheers, good job, good bot, nice work, well done, got it, great, cool, nice, perfect, awesome, excellent, ' +
    'большое спасибо, спасибо большое, спасибо, спасибки, спс, благодарю, молодец, отлично, супер, класс, круто, понял, поняла, понятно',
);
const pleas = phrases(
  'if you please, pretty please, please, pls, plz, kindly, будь добр, будь добра, будьте добры, пожалуйста, пожалуйста, пожалста, плиз, плз, пж, пжлст',
);
/** Those who are greeted along with the bot. */
const greeted = phrases(
  'all, everyone, everybody, team, folks, guys, bot, dobrobot, again, всем, все, команда, коллеги, народ, ребята, бот, добробот',
);

/** Phrases by their first word. */
type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

function phrases(list: string): Phrases {
  const found = new Map<string, (readonly string[])[]>();
  for (const words of list.split(', ').map((phrase) => phrase.split(' '))) {
    const [first = ''] = words;
    found.set(first, [...(found.get(first) ?? []), words]);
  }
  return found;
}

const emoji =
  /^(?::[\p{L}\p{N}_+'-]+:)+$|^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})+$/u;
const isEmoji = (word: string): boolean => emoji.test(word.replace(/(?<![.,!?;])[.,!?;]+$/, ''));

/** Signs that forbid, refuse or doubt what they are next to. */
const refusal =
  /:(?:x|no_entry|no_entry_sign|negative_squared_cross_mark|heavy_multiplication_x|octagonal_sign|stop_sign|hand|raised_hand|no_good(?:-(?:wo)?man)?|woman-gesturing-no|man-gesturing-no|thumbsdown|-1|middle_finger|question|grey_question|thinking(?:_face)?):|[❌❎⛔🚫🛑✋👎✖✗✘×🙅🖕❓❔🤔]/gu;

/** Whether a text has such a sign: 👎, ❌, 🤔. Addresses are not searched. */
export const isRefusal = (text: string): boolean => withoutRefusals(text) !== text;

export const withoutRefusals = (text: string): string =>
  text.includes('://') ? text : text.replace(refusal, '');

/** Before a command these also take it back: the marks of a code comment, a prompt or a quote. */
const aside = /^(?:\/\/|\/\*|<!-|--+$|[#$>?]+$)/u;
const unsays = (word: string, isLast: boolean): boolean =>
  (isRefusal(word) && !says(withoutRefusals(word))) || (!isLast && aside.test(word));

/** How many words from `from` on are one of these phrases; 0 if none are. */
function lengthOf(words: readonly string[], from: number, all: Phrases): number {
  const begun = all.get(normal(words[from] ?? ''));
  const found = begun?.find((phrase) =>
    phrase.every((part, index) => index === 0 || normal(words[from + index] ?? '') === part),
  );
  return found?.length ?? 0;
}

/** The number before an item of a list. A dash is dropped as a mark. */
const isBullet = (word: string): boolean => /^\d{1,2}[.)]$/.test(word);

/** What precedes a command and is not part of it. */
export interface Opening {
  readonly length: number;
  readonly greets: boolean;
  readonly thanks: boolean;
}

export function openingOf(words: readonly string[]): Opening {
  let opening: Opening = { length: 0, greets: false, thanks: false };
  for (;;) {
    const at = opening.length;
    const first = words[at];
    if (first === undefined) return opening;
    const greeting = lengthOf(words, at, greetings);
    const thank = lengthOf(words, at, thanks);
    const isTalk = opening.greets || opening.thanks;
    const other = lengthOf(words, at, pleas) || (isTalk ? lengthOf(words, at, greeted) : 0);
    const isLast = at === words.length - 1;
    const isMark = isEmoji(first) || !says(first) || (!isLast && isBullet(first));
    const mark = isMark && !unsays(first, isLast) ? 1 : 0;
    const length = greeting || thank || other || mark;
    if (length === 0) return opening;
    opening = {
      length: at + length,
      greets: opening.greets || greeting > 0,
      thanks: opening.thanks || thank > 0,
    };
  }
}

const punctuation = /^[.!?;:…*_~>()-]+$/;

/** The words without those that say nothing, wherever they are. */
export function withoutSmallTalk(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? '';
    const length =
      lengthOf(words, index, thanks) ||
      lengthOf(words, index, pleas) ||
      (isEmoji(word) || punctuation.test(word) ? 1 : 0);
    if (length === 0) kept.push(word);
    index += length || 1;
  }
  return kept;
}
