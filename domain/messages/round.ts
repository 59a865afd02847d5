import type { CardLocation, Notice } from './notice.ts';
import type { AskedPeople } from './open-ask.ts';

/**
 * Where messages are delivered, independently of every other destination: `channelDestination`, a user ID, or the address of an answer.
 * `peopleDestination` stands for everyone until the recipients are looked up.
 */
export type Destination = string;
export const channelDestination: Destination = 'channel';
export const peopleDestination: Destination = 'people';
/** The channel of a component, by its name or ID. */
export const componentDestination = (channel: string): Destination => `${channelDestination}:${channel}`;

/** What was not delivered to a place yet. */
export interface Backlog {
  readonly place: Destination;
  /** The IDs of the notices, in order. */
  readonly notices: readonly string[];
  /** The time (epoch ms) since which an attempt may have delivered the first notice without learning so; null: none may have. */
  readonly triedSince: number | null;
}

/** The parameters of a round of deliveries besides the notices. */
export interface Round {
  /** Where the card of the release was last. */
  readonly cardPlace: CardLocation | null;
  /** Deliver to these places only, each its backlog; null: to all. */
  readonly only: readonly Backlog[] | null;
  /** Places with earlier notices to be delivered first: leave what is for them. */
  readonly except: readonly Destination[];
}

/** The result of a round. */
export interface RoundResult {
  /** Where the round posted the card of the release; null if it did not. */
  readonly cardPlace: CardLocation | null;
  readonly left: readonly Backlog[];
  /** The people whom it asked to act by direct messages. */
  readonly asked: readonly AskedPeople[];
}

/** What was not delivered to some places yet, and the notices that their backlogs refer to. */
export interface Backlogs {
  readonly notices: readonly Notice[];
  readonly backlogs: readonly Backlog[];
}

export const nothingLeft: Backlogs = { notices: [], backlogs: [] };
