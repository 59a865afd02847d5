import type { LockView } from '../../domain/lock/lock-view.ts';
import type { QueueAnswer, ShownRelease } from '../wire.ts';
import type { ViewState } from './view-state.ts';

type Search = Pick<ViewState, 'components' | 'words'>;

/** Whether a release touches one of the components and contains all of the words. */
export function isWanted({ components, ticket, tickets, title }: ShownRelease, search: Search): boolean {
  const text = `${[ticket, ...tickets].join(' ')} ${title ?? ''}`.toLowerCase();
  return (
    (search.components.length === 0 || components.some((name) => search.components.includes(name))) &&
    wordsIn(search).every((word) => text.includes(word))
  );
}

/** The locks of the components. With words, only those where a matching release holds or waits; each lock is shown in full. */
export function shownLocks({ locks, releases }: QueueAnswer, search: Search): readonly LockView[] {
  const words = wordsIn(search);
  const hits = new Set(
    releases
      .filter((release) => isWanted(release, { ...search, components: [] }))
      .map(({ ticket }) => ticket),
  );
  return locks.filter(
    ({ component, holders, queue }) =>
      (search.components.length === 0 || search.components.includes(component)) &&
      (words.length === 0 || [...holders, ...queue].some(({ ticket }) => hits.has(ticket))),
  );
}

const wordsIn = ({ words }: Search): readonly string[] =>
  words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
