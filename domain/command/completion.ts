/** What words that somebody types may become. */
import type { Stage } from '../release/stage.ts';
import { isAmong } from '../release/stage.ts';
import { commandTypes, lockCommands, releaseCommands, spellingsOf } from './commands.ts';
import type { CommandType } from './commands.ts';
import { isRussian, optionWords, russianOptions } from './vocabulary.ts';

/** What stands behind the name of a command. */
export type Argument =
  | 'ticket'
  | 'component'
  | 'components'
  | 'ticketOrComponent'
  | 'timeAndComponent'
  | 'command'
  | 'options'
  | null;

const argumentsOf: Readonly<Partial<Record<CommandType, Argument>>> = {
  request: 'options',
  status: 'ticket',
  log: 'ticketOrComponent',
  help: 'command',
  unlock: 'component',
  queue: 'component',
  prod: 'component',
  who: 'component',
  stats: 'component',
  blame: 'timeAndComponent',
};

export function argumentOf(type: CommandType): Argument {
  const own = argumentsOf[type];
  if (own !== undefined) return own;
  if (type in releaseCommands) return 'ticket';
  return type in lockCommands ? 'components' : null;
}

/** What there is to name. */
export interface Names {
  /** Of open releases. */
  readonly releases: readonly { readonly tickets: readonly string[]; readonly stage: Stage }[];
  readonly components: readonly string[];
}

export interface Completion {
  /** All of what is typed, with the word completed, and a space behind what is whole. */
  readonly text: string;
  /** The completed word. */
  readonly word: string;
  /** The command that it names; null: it names something else. */
  readonly command: CommandType | null;
}

const most = 8;

/** The best first; nothing where words of their own are wanted, such as a reason. */
export function completionsOf(typed: string, names: Names): readonly Completion[] {
  const text = typed.trimStart();
  const type = commandBefore(text);
  return (type === null ? commandsLike(text) : argumentsLike(text, type, names)).slice(0, most);
}

/** The command whose whole name and a space stand at the beginning; of two the longer. */
function commandBefore(text: string): CommandType | null {
  const low = text.toLowerCase();
  const named = commandTypes
    .flatMap((type) => spellingsOf(type).map((spelling) => ({ type, spelling })))
    .filter(({ spelling }) => low.startsWith(`${spelling} `))
    .sort((a, b) => b.spelling.length - a.spelling.length);
  return named[0]?.type ?? null;
}

/** Each by one of its words, in the script in which somebody types. */
function commandsLike(text: string): readonly Completion[] {
  const low = text.toLowerCase();
  if (low === '') return [];
  return commandTypes.flatMap((command) => {
    const word = spellingsOf(command).find(
      (spelling) => spelling.startsWith(low) && isRussian(spelling) === isRussian(low),
    );
    return word === undefined ? [] : [{ text: `${word} `, word, command }];
  });
}

function argumentsLike(text: string, type: CommandType, names: Names): readonly Completion[] {
  // Behind a comma or a colon the next of several names begins.
  const [, before = '', begun = ''] = /^(.*[\s,:])?([^\s,:]*)$/s.exec(text) ?? [];
  const nth = before.trim().split(/\s+/).length - spellingWords(before, type);
  return wordsFor(type, before, nth, names)
    .filter((word) => word.toLowerCase().startsWith(begun.toLowerCase()) && word !== begun)
    .filter((word) => !before.split(/[\s,:]+/).includes(word))
    .map((word) => ({
      text: `${before}${word}${word.endsWith(':') ? '' : ' '}`,
      word,
      command: null,
    }));
}

function spellingWords(before: string, type: CommandType): number {
  const low = before.toLowerCase();
  const spelling = spellingsOf(type).find((one) => low.startsWith(`${one} `));
  return spelling?.split(' ').length ?? 1;
}

/** `nth`: so many words stand between the name of the command and what is typed. */
function wordsFor(type: CommandType, before: string, nth: number, names: Names): readonly string[] {
  const { components } = names;
  const listing = before.endsWith(',');
  switch (argumentOf(type)) {
    case 'ticket':
      return nth === 0 ? ticketsFor(type, names) : [];
    case 'component':
      return nth === 0 ? components : [];
    case 'components':
      return nth === 0 ? [...components, 'all'] : listing && nth === 1 ? components : [];
    case 'ticketOrComponent':
      return nth === 0 ? [...components, ...ticketsFor(type, names)] : [];
    case 'timeAndComponent':
      return nth === 1 ? components : [];
    case 'command':
      return nth === 0 ? commandTypes.flatMap((one) => spellingsOf(one).slice(0, 1)) : [];
    case 'options':
      if (/(?:components|компоненты):(?:[^\s]*,)?$/i.test(before)) return components;
      return nth === 0 ? [] : optionWords.flatMap((word) => [word, ...russianOptions[word]]);
    case null:
      return [];
  }
}

/** Those for which the command is right now. */
function ticketsFor(type: CommandType, { releases }: Names): readonly string[] {
  const stages: readonly Stage[] | null =
    type in releaseCommands ? releaseCommands[type as keyof typeof releaseCommands].stages : null;
  return releases
    .filter(({ stage }) => stages === null || isAmong(stage, stages))
    .flatMap(({ tickets }) => tickets);
}
