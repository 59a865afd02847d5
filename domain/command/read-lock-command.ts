import { readActor } from './person.ts';
import { behind } from './phrase-at.ts';
import { joinsMore, readComponents, stray, strayAt, withoutFillers } from './read-components.ts';
import { badEnd, beginsEnd, endAt, endIn } from './read-freeze-end.ts';
import { fine, freeText, tooMuch, wrong } from './reader.ts';
import type { Reader } from './reader.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { timeAt } from './time-at.ts';
import { bare, normal, says, verbatim } from './words.ts';

/** These say nothing: a freeze always begins at once. */
const atOnce = ['now', 'immediately', 'сейчас', 'немедленно', 'сразу'];
const fromNow = ['from now on', 'from now', 'starting now', 'right now', 'as of now', 'начиная с сейчас'];
/** Words between the components and the end. */
const beforeEnd =
  'component, components, service, services, only, just, компонент, компоненты, сервис, сервисы, только'.split(
    ', ',
  );

export const freeze: Reader<'freeze'> = (args, command, context) => {
  if (beginsEnd(args) || timeAt(args) !== null) {
    return wrong({ code: 'missingComponent', command });
  }
  const read = readComponents(args, beginsEnd, context);
  if (read === null) return wrong({ code: 'missingComponent', command });
  const { components } = read;
  const begin = read.rest.findIndex(
    (word) => says(word) && !atOnce.includes(normal(word)) && withoutSmallTalk([word]).length > 0,
  );
  const rest = begin === -1 ? [] : withoutIntroduction(read.rest.slice(begin));
  const more = strayAt(read.rest, command, context) ?? strayAt(rest, command, context);
  if (more !== null) return more;
  const first = endAt(rest, 'first');
  if (first !== null && 'ok' in first) return first;
  const said = behind(rest.slice(first?.length ?? 0), fromNow);
  const last = endIn(said, first?.end ?? null);
  if (last !== null && 'ok' in last) return last;
  const after = first === null ? null : (strayAt(said, command, context) ?? endAt(said, 'next'));
  if (after !== null) return 'ok' in after ? after : badEnd(said.slice(0, after.length));
  const but = last?.length ?? 0;
  const kept = said.slice(0, said.length - but);
  const dropped = Math.max(0, kept.findIndex(says));
  const text =
    withoutSmallTalk(kept).length === 0 ? null : verbatim(context.text, said.length - dropped, but);
  // Drops the comma before an end that comes last.
  const reason = but === 0 ? text : (text?.replace(/(?<![\s,;:-])[\s,;:-]+$/, '') ?? null);
  const subject = components === 'all' ? 'all' : components.join(', ');
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'freeze', components, end: first?.end ?? last?.end ?? null, reason });
};

/** Drops words before the end that are not the reason: `from now until 18:00`, `services for 2h`. */
function withoutIntroduction(words: readonly string[]): readonly string[] {
  const now = behind(words, fromNow);
  const next = behind(now, beforeEnd);
  return next.length < now.length && endAt(next, 'first') !== null ? next : now;
}

/** Words before the person whose freezes are meant. */
const ofWhom = ['by', 'of', 'from', 'set', 'от'];

export const unfreeze: Reader<'unfreeze'> = (args, command, context) => {
  const said = withoutSmallTalk(args);
  const [user = null, another] = said.flatMap((word) => readActor(bare(word)) ?? []);
  const words = said.filter((word) => readActor(bare(word)) === null && !ofWhom.includes(normal(word)));
  const read = readComponents(words, () => false, context);
  if (read === null) return wrong({ code: 'missingComponent', command });
  const [surplus = another] = read.rest;
  if (surplus === undefined) return fine({ type: 'unfreeze', components: read.components, user });
  return strayAt(read.rest, command, context) ?? tooMuch(command, surplus);
};

export const unlock: Reader<'unlock'> = (args, command, context) => {
  const [component, ...rest] = withoutFillers(args, context.components);
  if (component === undefined) return wrong({ code: 'missingComponent', command });
  const [subject = '', second] = component
    .split(/[,&+/]/)
    .map(normal)
    .filter(says);
  if (second !== undefined) return stray(command, second, context);
  // Without known components it is unclear whether a component or a reason follows.
  const isList = /[,&+/]$/.test(component) || joinsMore(rest);
  if (isList && context.components === undefined) return stray(command, rest.slice(0, 2).join(' '), context);
  const more = strayAt(rest, command, context);
  if (more !== null) return more;
  const reason = freeText(rest, context);
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'unlock', components: [subject], reason });
};
