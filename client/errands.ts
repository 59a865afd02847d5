import type { Command } from '../domain/command/command.ts';
import { freezeEndOf } from '../domain/command/moment.ts';
import { criticalOf } from '../domain/components.ts';
import { iso } from '../domain/iso.ts';
import { printable } from '../domain/printable.ts';
import type { CommandSignal, LockCommandSignal } from '../domain/command/commands.ts';
import type { CommandPayload } from '../domain/messages/payload.ts';
import type { Settings } from '../domain/settings.ts';
import type { Unreached } from '../domain/messages/unreached.ts';
import { isNumbered } from '../domain/release/numbers.ts';
import { optionsOf, payloadOf, subjectIn } from './payload-of.ts';
import type { Sender } from '../domain/messages/origin.ts';

/** A command on its way to the workflow that carries it out. */
export type Errand =
  | {
      readonly to: 'release';
      readonly ticket: string;
      readonly signal: CommandSignal;
      readonly payload: CommandPayload;
      /** Only for a release that is open: this key starts none. */
      readonly open?: true;
    }
  /** A request without a ticket, for the counter. */
  | { readonly to: 'counter'; readonly prefix: string; readonly payload: CommandPayload }
  | {
      readonly to: 'lock';
      readonly component: string;
      readonly signal: LockCommandSignal;
      readonly payload: CommandPayload;
    };

/** A command that changes a release or a lock. */
export type PersonsOrder = Command<CommandSignal | LockCommandSignal>;

/** Finds the first component frozen by this person, else by anybody; null if there is none, or none answers soon. */
type FrozenOf = (components: readonly string[], user: string) => Promise<string | null>;

/** The errands of a command: one, or one per lock. `Unreached` if there is no such lock, or no such release is possible. */
export async function errandsOf(
  order: PersonsOrder,
  sender: Sender,
  settings: Settings,
  frozenOf: FrozenOf,
): Promise<readonly Errand[] | Unreached> {
  switch (order.type) {
    case 'freeze':
    case 'unfreeze':
    case 'unlock':
      return lockErrands(order, sender, settings, frozenOf);
    default:
      return releaseErrand(order, sender, settings);
  }
}

function releaseErrand(
  order: Command<CommandSignal>,
  sender: Sender,
  { releases }: Settings,
): readonly Errand[] | Unreached {
  const payload = { ...payloadOf(sender), ...detailsOf(order) };
  if (order.type !== 'request') return [{ to: 'release', ticket: order.ticket, signal: order.type, payload }];
  const { tickets } = order.subject;
  const [ticket] = tickets;
  if (ticket === undefined) {
    return releases.withoutTicket
      ? [{ to: 'counter', prefix: releases.prefix, payload }]
      : { code: 'needsTicket', facts: {} };
  }
  const numbered = tickets.find((key) => isNumbered(key, releases));
  if (numbered === undefined) return [{ to: 'release', ticket, signal: 'request', payload }];
  // Among others it would count as a ticket, which it is not.
  return tickets.length > 1
    ? { code: 'noTicket', facts: { ticket: numbered } }
    : [{ to: 'release', ticket, signal: 'request', payload, open: true }];
}

function detailsOf(order: Command<CommandSignal>): Partial<CommandPayload> {
  if (order.type === 'request') return { ...subjectIn(order.subject), ...optionsOf(order.options) };
  return {
    ...('reason' in order && order.reason ? { reason: printable(order.reason) } : {}),
    ...('user' in order ? { user: order.user } : {}),
  };
}

async function lockErrands(
  order: Command<LockCommandSignal>,
  sender: Sender,
  settings: Settings,
  frozenOf: FrozenOf,
): Promise<readonly Errand[] | Unreached> {
  const { components } = order;
  const critical = criticalOf(settings.components);
  const named = components === 'all' ? [] : components;
  const stranger = named.find((name) => !critical.includes(name)) ?? (critical.length === 0 ? 'all' : null);
  if (stranger !== null) return { code: 'noLock', facts: { component: stranger } };
  const payload = { ...payloadOf(sender), ...lockDetailsOf(order, sender, settings) };
  const { type: signal } = order;
  if (components !== 'all') {
    return named.map((component) => ({ to: 'lock', component, signal, payload }));
  }
  // The lock that answers for all has to be one with something to lift.
  const frozen = order.type === 'unfreeze' ? await frozenOf(critical, order.user ?? sender.actor) : null;
  const speaker = frozen ?? critical[0];
  return critical.map((name) => {
    const all = name === speaker ? 'first' : 'other';
    return { to: 'lock', component: name, signal, payload: { ...payload, all } };
  });
}

/** Relative times count from when the command was given. */
function lockDetailsOf(
  order: Command<LockCommandSignal>,
  { saidAt }: Sender,
  { release: { calendar } }: Settings,
): Partial<CommandPayload> {
  if (order.type === 'unfreeze') return order.user === null ? {} : { user: order.user };
  const reason = printable(order.reason);
  if (order.type === 'unlock' || order.end === null) return { reason };
  const now = Date.now();
  const saidAtOrNow = Math.floor(saidAt ?? now);
  return { reason, until: iso(freezeEndOf(order.end, saidAtOrNow, now, calendar.timezone)) };
}
