/** Completes what somebody types. */
import type { Stage } from '../release/stage.ts';
import { isAmong } from '../release/stage.ts';
import { commandTypes, lockCommands, releaseCommands, spellingsOf } from './commands.ts';
import type { CommandType } from './commands.ts';
import { readActor } from './person.ts';
import { isRussian, optionWords, russianOptions } from './vocabulary.ts';

/** What follows the name of a command. */
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

/** The names that can be completed. */
export interface Names {
  /** The open releases. */
  readonly releases: readonly { readonly tickets: readonly string[]; readonly stage: Stage }[];
  readonly components: readonly string[];
  /** The names of people, which are typed after `@`. */
  readonly people: readonly string[];
}

export interface Completion {
  /** The whole text with the word completed, and with a space after a complete word. */
  readonly text: string;
  readonly word: string;
  /** The command that the word names; null: it names something else. */
  readonly command: CommandType | null;
}

const most = 8;

/** Best first. Empty where people write freely, such as in a reason. */
export function completionsOf(typed: string, names: Names): readonly Completion[] {
  const text = typed.trimStart();
  const type = commandBefore(text);
  return (type === null ? commandsLike(text) : argumentsLike(text, type, names)).slice(0, most);
}

/** The command whose name, followed by a space, begins the text; the longest such name counts. Null if there is none. */
function commandBefore(text: string): CommandType | null {
  const low = text.toLowerCase();
  const named = commandTypes
    .flatMap((type) => spellingsOf(type).map((spelling) => ({ type, spelling })))
    .filter(({ spelling }) => low.startsWith(`${spelling} `))
    .sort((a, b) => b.spelling.length - a.spelling.length);
  return named[0]?.type ?? null;
}

/** The first word with `@` that is no user ID, in a command that takes a person; null if there is none. */
export function strangerIn(typed: string): string | null {
  const type = commandBefore(typed.trimStart());
  if (type !== 'handover' && type !== 'unfreeze') return null;
  return typed.split(/\s+/).find((word) => word.startsWith('@') && readActor(word) === null) ?? null;
}

/** One spelling per command, in the script in which somebody types. */
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
  // After a comma or a colon, the next name of a list begins.
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

/** `nth`: the number of words between the name of the command and the word being typed. */
function wordsFor(type: CommandType, before: string, nth: number, names: Names): readonly string[] {
  const { components } = names;
  const people = names.people.map((name) => `@${name}`);
  const listing = before.endsWith(',');
  switch (argumentOf(type)) {
    case 'ticket':
      if (nth === 0) return ticketsFor(type, names);
      return type === 'handover' && nth === 1 ? people : [];
    case 'component':
      return nth === 0 ? components : [];
    case 'components':
      if (nth === 0) return [...components, 'all'];
      if (nth > 1) return [];
      return listing ? components : type === 'unfreeze' ? people : [];
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

/** The tickets of releases in a stage that allows the command. */
function ticketsFor(type: CommandType, { releases }: Names): readonly string[] {
  const stages: readonly Stage[] | null =
    type in releaseCommands ? releaseCommands[type as keyof typeof releaseCommands].stages : null;
  return releases
    .filter(({ stage }) => stages === null || isAmong(stage, stages))
    .flatMap(({ tickets }) => tickets);
}
