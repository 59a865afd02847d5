import { fine, ticketIn, tooMuch } from './reader.ts';
import type { Context, Reader } from './reader.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';
import { normal } from './words.ts';
import { withTicket } from './with-ticket.ts';

/** Words that say nothing in a question. */
const fillers = [
  ...[
    'the',
    'of',
    'for',
    'on',
    'in',
    'at',
    'about',
    'to',
    'is',
    'are',
    'it',
    'do',
    'does',
    'me',
    'show',
    'releases',
    'release',
    'lock',
    'component',
    'there',
    'here',
    'who',
    'what',
  ],
  ...['last', 'past', 'this'],
  ...[
    'по',
    'для',
    'на',
    'у',
    'о',
    'об',
    'в',
    'за',
    'там',
    'мне',
    'релизы',
    'релиз',
    'блокировку',
    'лок',
    'i',
    'please',
    'компонент',
    'компонента',
    'последний',
    'последнюю',
    'последние',
    'этот',
    'эту',
  ],
];

const presently = ['now', 'right', 'currently', 'сейчас'];

/** Drops these words, except those that are the name of a component. */
const without = (
  words: readonly string[],
  dropped: readonly string[],
  { components = [] }: Partial<Context>,
): readonly string[] =>
  words.filter((word) => !dropped.includes(normal(word)) || components.includes(normal(word)));

/** The words of a question that say something, with those that may give a time. */
export const meaningfulWordsWithTime = (
  args: readonly string[],
  context: Partial<Context>,
): readonly string[] => without(withoutSmallTalk(args), fillers, context);

/** The words of a question that say something. */
export const meaningfulWords = (args: readonly string[], context: Partial<Context>): readonly string[] =>
  without(meaningfulWordsWithTime(args, context), presently, context);

export const isAll = (word: string): boolean => meaningOf(normal(word), russianParticles) === 'all';

const isKnown = (word: string, { components = [] }: Context): boolean => components.includes(normal(word));

/** At most one component; null: all. */
const ofComponent =
  <T extends 'queue' | 'prod' | 'who'>(): Reader<T> =>
  (args, type, context) => {
    const [component = 'all', surplus] = meaningfulWords(args, context);
    if (surplus !== undefined) return tooMuch(type, surplus);
    // `who approves PAY-1`
    const ticket = isKnown(component, context) ? null : ticketIn(component, context.linkTemplates);
    if (ticket !== null) return fine({ type: 'status', ticket });
    return fine({ type, component: isAll(component) ? null : normal(component) });
  };

export const queue = ofComponent<'queue'>();
export const prod = ofComponent<'prod'>();
export const who = ofComponent<'who'>();

export const mine: Reader<'mine'> = (args, command, context) => {
  const [surplus] = meaningfulWords(args, context);
  return surplus === undefined ? fine({ type: 'mine' }) : tooMuch(command, surplus);
};

export const status: Reader<'status'> = (args, type, context) => {
  const words = meaningfulWords(args, context);
  if (!context.named) {
    // `why is PAY-1 stuck?`, `is billing free?`
    const [ticket] = words.flatMap((word) => ticketIn(word, context.linkTemplates) ?? []);
    if (ticket !== undefined) return fine({ type, ticket });
    const component = words.map(normal).find((word) => context.components?.includes(word));
    if (component !== undefined) return fine({ type: 'who', component });
    // `why is it stuck`, in a conversation about a ticket
    const { ticket: spokenOf = null } = context;
    if (spokenOf !== null) return fine({ type, ticket: spokenOf });
  }
  const [first, surplus] = words;
  if (first !== undefined && surplus === undefined && isKnown(first, context))
    return fine({ type: 'who', component: normal(first) });
  if (first === undefined && (context.ticket ?? null) === null) return fine({ type, ticket: null });
  const isNamed = first !== undefined && ticketIn(first, context.linkTemplates) !== null;
  if (isNamed && surplus !== undefined) return tooMuch(type, surplus);
  return withTicket(words, type, { ...context, named: true, text: '' }, (ticket, [more]) =>
    more === undefined ? fine({ type, ticket }) : tooMuch(type, more),
  );
};
