import { ticketLink } from './command/ticket-key.ts';
import { isTaken } from './key-pattern.ts';

interface AnyTracker {
  /** As the configuration calls it. */
  readonly name: string;
  /** A pattern of the keys that it has: see `isTaken`. */
  readonly keys: string;
  /** How its tickets' addresses look; the first is the one that is linked. See `ticketLink`. */
  readonly addresses: readonly [string, ...string[]];
}

/** Where tickets are. A name that ends in `Env` is that of an environment variable of the worker with a secret in it. */
export type TrackerSettings = AnyTracker &
  /** `file` is an absolute path. */
  { readonly tracker: 'file'; readonly file: string };

export type TrackerKind = TrackerSettings['tracker'];

/** The tracker that has a ticket; null if none does. */
export const trackerOf = (key: string, trackers: readonly TrackerSettings[]): TrackerSettings | null =>
  trackers.find(({ keys }) => isTaken(key, keys)) ?? null;

/** Where a ticket is; null if no tracker has it. */
export function linkOfKey(key: string, trackers: readonly TrackerSettings[]): string | null {
  const tracker = trackerOf(key, trackers);
  return tracker === null ? null : ticketLink(key, tracker.addresses[0]);
}

/** How the addresses of tickets look. */
export const linkTemplatesOf = (trackers: readonly TrackerSettings[]): readonly string[] =>
  trackers.flatMap(({ addresses }) => addresses);
