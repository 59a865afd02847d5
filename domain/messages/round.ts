import type { CardLocation, Notice } from './notice.ts';
import type { AskedPeople } from './open-ask.ts';

/**
 * A place in which people are told something, and which waits for no other: `channelPlace`, the ID of a person, or wherever an answer goes.
 * `peoplePlace` stands for all persons as long as nobody knows who they are.
 */
export type PlaceKey = string;
export const channelPlace: PlaceKey = 'channel';
export const peoplePlace: PlaceKey = 'people';
/** The channel of a component, by its name or ID. */
export const componentPlace = (channel: string): PlaceKey => `${channelPlace}:${channel}`;

/** What one place was not told yet. */
export interface Backlog {
  readonly place: PlaceKey;
  /** The IDs of the notices, in their order. */
  readonly notices: readonly string[];
  /** Since when (epoch ms) an attempt may have told it the first of them without learning of it; null: none did. */
  readonly triedSince: number | null;
}

/** What a round of telling takes besides the notices. */
export interface Round {
  /** Where the card of the release stood last. */
  readonly cardPlace: CardLocation | null;
  /** Only these places are told, each what it lacks; null: all. */
  readonly only: readonly Backlog[] | null;
  /** Places that still wait for earlier notices: what they are to be told is left. */
  readonly except: readonly PlaceKey[];
}

/** What came of a round. */
export interface Told {
  /** Where the round has shown the card of the release; null if it has not. */
  readonly cardPlace: CardLocation | null;
  readonly left: readonly Backlog[];
  /** Whom it asked to act by direct messages. */
  readonly asked: readonly AskedPeople[];
}

/** What some places were not told yet, and the notices that it is about. */
export interface Left {
  readonly notices: readonly Notice[];
  readonly backlogs: readonly Backlog[];
}

export const nothingLeft: Left = { notices: [], backlogs: [] };
