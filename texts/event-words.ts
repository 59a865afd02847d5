import type { EventFacts, EventType, ReleaseEvent } from '../domain/release/events.ts';
import { originParts } from './origin.ts';
import type { OriginWords } from './origin.ts';
import type { ReleaseFacts, TextContext } from './facts.ts';

/** The text for each type of event that has one. `actor` is empty if no person did it. */
export type EventWords = {
  readonly [T in EventType]?: (
    release: ReleaseFacts,
    facts: EventFacts[T],
    around: TextContext,
    actor: string,
  ) => string;
};

export function wordEvent(
  words: EventWords,
  release: ReleaseFacts,
  event: ReleaseEvent,
  around: TextContext,
): string | null {
  const word = words[event.type] as
    ((r: ReleaseFacts, f: unknown, s: TextContext, a: string) => string) | undefined;
  return word === undefined ? null : word(release, event.facts, around, event.actor ?? '');
}

/** Adds where the event came from, unless that was Slack. */
export function withOrigin(text: string | null, event: ReleaseEvent, words: OriginWords): string | null {
  const parts = originParts(event, words);
  return text === null || parts.length === 0 ? text : `${text}\n_${parts.join(' · ')}_`;
}
