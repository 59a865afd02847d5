/** Reads lists of components, and finds what looks like one more component where none is allowed. */
import type { Components, ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { wrong } from './reader.ts';
import { withoutSmallTalk } from './small-talk.ts';
import type { Context } from './reader.ts';
import { folded, meaningOf, russianParticles } from './vocabulary.ts';
import { normal, says } from './words.ts';

/** Words before the name of a component. */
const fillers =
  'the, component, components, lock, of, on, both, only, just, service, services, компонент, компоненты, сервис, сервисы, только, блокировку, оба, обе'.split(
    ', ',
  );
const everything =
  'everything, everywhere, all components, all services, all of them, всех, все компоненты, все сервисы, весь прод'.split(
    ', ',
  );
const joints = '&, +, ,, plus, also, плюс, также, еще'.split(', ');
/** These bring in more components as well, but not all of those are meant. */
const loose =
  'or, with, as, well, along, together, too, nor, not, then, или, а, с, со, вместе, либо, не, затем, потом'.split(
    ', ',
  );
const excepts = 'except, but, without, excluding, кроме, исключая, без'.split(', ');

const isJoint = (word: string): boolean =>
  meaningOf(normal(word), russianParticles) === 'and' || joints.includes(folded(word));

/** Whether these words say that more components follow. */
export const joinsMore = (words: readonly string[]): boolean => isJoint(words[0] ?? '');

/** `components`: the known ones. Their names count as names here, whatever they mean elsewhere. */
export const withoutFillers = (
  args: readonly string[],
  components: readonly string[] = [],
): readonly string[] => {
  const isFiller = (word: string) =>
    !components.includes(normal(word)) &&
    (fillers.includes(normal(word)) || withoutSmallTalk([word]).length === 0);
  const first = args.findIndex((word) => !isFiller(word));
  return first === -1 ? [] : args.slice(first);
};

interface ComponentsRead {
  readonly components: Components;
  /** The words after them. */
  readonly rest: readonly string[];
}

/**
 * Reads `a, b and c`, or `all`; null if there is no name. `ends`: whether words begin something else, with or without a comma before them.
 */
export function readComponents(
  args: readonly string[],
  ends: (words: readonly string[]) => boolean,
  { components: known }: Context,
): ComponentsRead | null {
  const words = withoutFillers(args, known);
  const all = everything.find((phrase) =>
    phrase.split(' ').every((part, index) => normal(words[index] ?? '') === part),
  );
  if (all !== undefined) return { components: 'all', rest: words.slice(all.split(' ').length) };
  if (meaningOf(normal(words[0] ?? ''), russianParticles) === 'all') {
    return { components: 'all', rest: words.slice(1) };
  }
  const names: string[] = [];
  let length = 0;
  for (let open = true; open && length < words.length && !ends(words.slice(length));) {
    const word = words[length] ?? '';
    names.push(
      ...word
        .replace(/^(?:components?|компоненты):/i, '')
        .split(/[,&+/]/)
        .map(normal)
        .filter(says),
    );
    length += 1;
    const joint = jointLength(words.slice(length));
    open = /[,&+/][)\]]?$/.test(word) || joint > 0 || /^,./.test(words[length] ?? '');
    length += open ? joint : 0;
  }
  return names.length === 0 ? null : { components: [...new Set(names)], rest: words.slice(length) };
}

/** The length of `and`, of a separate comma, or of both; also of `а также`. */
function jointLength(words: readonly string[]): number {
  const begins = words[0] === 'а' && isJoint(words[1] ?? '') ? 1 : 0;
  const count = words.slice(begins).findIndex((word) => !isJoint(word));
  return begins + Math.max(0, count);
}

/** Refuses words that read as one more component, or as an exception, where a reason may begin. Null if they do not. */
export function strayAt(args: readonly string[], command: CommandType, context: Context): ParseResult | null {
  const [first = '', second = ''] = args;
  if (excepts.includes(normal(first)) && second !== '') return stray(command, `${first} ${second}`, context);
  const at = args.findIndex((word) => !isJoint(word) && !loose.includes(normal(word)));
  const name = normal(args[at] ?? '');
  return context.components?.includes(name) === true ? stray(command, name, context) : null;
}

export const stray = (command: CommandType, text: string, { components = [] }: Context): ParseResult =>
  wrong({ code: 'strayComponent', command, text, components });
