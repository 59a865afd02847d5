import { keysOf } from '../keys-of.ts';
import type { ReleaseCard } from '../messages/notice.ts';
import { nobody, originOf } from '../messages/origin.ts';
import type { WatchHappened } from '../messages/watch.ts';
import { comparison } from '../watch/found.ts';
import { nameOf } from '../watch/plan.ts';
import type { EventRow } from './event-row.ts';

/** The log's names for the events of a watch. */
const types = {
  bad: 'watchBad',
  well: 'watchWell',
  badBefore: 'watchBadBefore',
  blind: 'watchBlind',
  sees: 'watchSees',
  notOurs: 'watchNotOurs',
  passed: 'watchPassed',
  over: 'watchOver',
  left: 'watchLeft',
} as const satisfies Readonly<Record<WatchHappened['type'], string>>;

export type WatchedType = (typeof types)[WatchHappened['type']];
const watchedTypes: readonly string[] = keysOf(types).map((type) => types[type]);

/**
 * Whether the row belongs to a watch and not to the release itself. Its number says nothing about the order of the release's own events.
 */
export const isOfWatch = ({ type }: Pick<EventRow, 'type'>): boolean => watchedTypes.includes(type);

/**
 * Far above the numbers of a release's own events, so that an earlier version, which reads all of them as one series, gets the same result.
 */
const firstNumber = 1_000_000;

/** The log row of an event of a release's watch. `count` numbers it; `origin`: who caused it, if anybody did. */
export function watchRow(
  card: ReleaseCard,
  what: WatchHappened,
  count: number,
  at: number,
  origin = nobody,
): EventRow {
  return {
    ...originOf(origin),
    key: `${card.key}:watch:${count}`,
    at,
    about: 'release',
    type: types[what.type],
    releaseKey: card.key,
    n: firstNumber + count,
    ticket: card.ticket,
    ...{ tickets: card.tickets, title: card.title, url: card.url, wikiLink: card.wikiLink },
    requester: card.requester,
    pipeline: null,
    components: card.components,
    ...{ component: null, token: null },
    facts: { ...factsOf(what), reason: reasonOf(what) },
  };
}

const factsOf = (what: WatchHappened): object =>
  Object.fromEntries(Object.entries(what).filter(([name]) => name !== 'type'));

/** One line of text, the same in every language. */
function reasonOf(what: WatchHappened): string | null {
  switch (what.type) {
    case 'bad':
    case 'badBefore':
    case 'well':
    case 'sees': {
      const { named } = what.found;
      return [`${nameOf(what.check)}: ${comparison(what.found)}`, ...named].join('; ');
    }
    case 'blind':
      return `${nameOf(what.check)}: ${what.blind.detail ?? what.blind.why}`;
    case 'notOurs':
      return nameOf(what.check);
    case 'over':
      return [...what.bad, ...what.blind].map(nameOf).join(', ');
    case 'passed':
    case 'left':
      return null;
  }
}
