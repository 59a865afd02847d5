import type { SuspicionReason } from '../domain/log/blame.ts';
import type { OriginWords } from './origin.ts';
import type { LockEvent } from '../domain/lock/events.ts';
import type { EventType } from '../domain/release/events.ts';
import type { WatchedType } from '../domain/log/watch-row.ts';
import { comparison } from '../domain/watch/found.ts';
import { nameOf } from '../domain/watch/plan.ts';

/** All types of events in the log. `terminated`: a release was terminated in Temporal; `resolved`: the alerts of an incident ended. */
export type LoggedType = EventType | LockEvent['type'] | WatchedType | 'incident' | 'resolved' | 'terminated';

/** The words about the log, wherever it is shown, in one language. */
export interface LogWords extends OriginWords {
  /** What happened; the subject comes before. */
  readonly happened: Readonly<Record<LoggedType, string>>;
  readonly allComponents: string;
  readonly admin: string;
  readonly at: (what: string, time: string) => string;
  readonly why: {
    readonly onProduction: (since: string) => string;
    readonly rolledBackLater: (time: string) => string;
    readonly overridden: (time: string) => string;
    readonly lockTaken: (by: string | null, component: string, time: string) => string;
    readonly beside: (ticket: string, component: string) => string;
    readonly turnedBad: (check: string, comparison: string, time: string) => string;
    readonly dependency: (component: string, on: string) => string;
  };
  readonly andMore: (count: number) => string;
}

/** How names, times and quotes within a sentence look where it is shown. */
export interface Wording {
  readonly time: (at: number) => string;
  readonly person: (id: string) => string;
  /** The name of a component, known or not. */
  readonly name: (name: string) => string;
  readonly names: (components: readonly string[]) => string;
  readonly ticket: (ticket: string) => string;
  /** Text that a person wrote. */
  readonly quote: (text: string) => string;
}

/** Falls back to `unknown`: a later version may have recorded a type that this one does not know. */
export const happenedText = (
  type: string,
  { happened }: LogWords,
  unknown: (type: string) => string,
): string => (Object.hasOwn(happened, type) ? happened[type as LoggedType] : unknown(type));

/** The reason that a person gave, or the error message; null if there is neither. */
export function reasonIn(facts: object): string | null {
  const { reason, message } = facts as { readonly reason?: unknown; readonly message?: unknown };
  return [reason, message].find((text) => typeof text === 'string') ?? null;
}

/** Why a release is suspected to have caused trouble with a component. */
export function whyText(
  reason: SuspicionReason,
  component: string,
  words: LogWords,
  wording: Wording,
): string {
  const { why } = words;
  const { time, person, name, names, ticket } = wording;
  switch (reason.code) {
    case 'onProduction':
      return why.onProduction(time(reason.since));
    case 'ended':
      return words.at(happenedText(reason.as, words, name), time(reason.at));
    case 'rolledBackLater':
      return why.rolledBackLater(time(reason.at));
    case 'overridden':
      return because(why.overridden(time(reason.at)), reason.reason, wording);
    case 'lockTaken': {
      const { by, at, component: lock } = reason.lock;
      const taken = why.lockTaken(by === null ? null : person(by), name(lock), time(at));
      return because(taken, reason.lock.reason, wording);
    }
    case 'beside':
      return why.beside(ticket(reason.ticket), name(reason.component));
    case 'turnedBad':
      return why.turnedBad(name(nameOf(reason.check)), name(comparison(reason.found)), time(reason.found.at));
    case 'dependency':
      return why.dependency(name(component), names(reason.on));
  }
}

const because = (what: string, reason: string | null, { quote }: Wording): string =>
  reason === null ? what : `${what}: ${quote(reason)}`;
