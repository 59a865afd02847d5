import type { EventFacts, EventType, ReleaseEvent } from '../domain/release/events.ts';
import type { ReleaseFacts, Surroundings } from './facts.ts';

/** What is said of each kind of event, where anything is. `actor` is empty where nobody did it. */
export type EventWords = {
  readonly [T in EventType]?: (
    release: ReleaseFacts,
    facts: EventFacts[T],
    around: Surroundings,
    actor: string,
  ) => string;
};

export function wordEvent(
  words: EventWords,
  release: ReleaseFacts,
  event: ReleaseEvent,
  around: Surroundings,
): string | null {
  const word = words[event.type] as
    ((r: ReleaseFacts, f: unknown, s: Surroundings, a: string) => string) | undefined;
  return word === undefined ? null : word(release, event.facts, around, event.actor ?? '');
}
