import { addressesOf, wholeAddress } from './address.ts';
import { cannotTell, clipped, missing } from './finding.ts';
import type { Finding, Why } from './finding.ts';
import type { FieldValue, TicketPart, Scalar, Ticket } from './ticket.ts';

/** Why a part is missing or incomplete; undefined if it is complete. */
const unreadOf = (part: TicketPart, { unread, neverRead = {} }: Ticket): string | undefined =>
  unread[part] ?? neverRead[part];

/** What is not found in an incomplete part may still exist. */
export const missingFrom = (part: TicketPart, ticket: Ticket, why: Why): Finding => {
  const reason = unreadOf(part, ticket);
  return reason === undefined ? missing(why) : cannotTell({ why: 'unread', part, reason: clipped(reason) });
};

/** The same for a field. A value of an unknown form may say anything. */
export function missingField(name: string, ticket: Ticket, why: Why): Finding {
  const isUnread = ticket.unreadFields?.some((other) => same(other, name)) === true;
  if (!isUnread) return missingFrom('fields', ticket, why);
  return cannotTell({
    why: 'unread',
    part: 'fields',
    reason: `${clipped(name)} has a value of an unknown form`,
  });
}

export const same = (one: Scalar, other: Scalar): boolean => folded(one) === folded(other);
export const folded = (value: Scalar): string =>
  String(value).normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** The value of a field, by name in any case; null if it has none. The values of names that differ only in case are joined. */
export function fieldOf(name: string, { fields }: Ticket): FieldValue {
  const [only = null, ...more] = Object.entries(fields).flatMap(([other, value]) =>
    same(other, name) ? [value] : [],
  );
  return more.length === 0 ? only : [only, ...more].flatMap(valuesOf);
}

export const valuesOf = (value: FieldValue): readonly Scalar[] =>
  (Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar | null]).filter(
    (one): one is Scalar => one !== null && String(one).trim() !== '',
  );

/** The first address in the values of a field. A value that is nothing but an address is taken as it is. */
export function firstAddressIn(values: readonly Scalar[]): string | null {
  for (const value of values) {
    const whole = wholeAddress(String(value));
    if (whole !== null) return whole;
    for (const address of addressesOf(String(value))) return address;
  }
  return null;
}
