import { cannotTell, clipped, missing, passed } from './finding.ts';
import type { Finding, Why } from './finding.ts';
import { firstAddressIn, fieldOf, folded, missingField, missingFrom, same, valuesOf } from './look-up.ts';
import type { Condition } from './rule.ts';
import { statusCategories } from './ticket.ts';
import type { Link, Scalar, Status, Ticket } from './ticket.ts';

const mostWhys = 5;

export function recordedFinding(sign: string, { signs }: Ticket): Finding {
  const said = Object.hasOwn(signs, sign) ? (signs[sign] ?? null) : null;
  if (said === null) return missing({ why: 'recorded' });
  if (said === true) return passed({ fact: 'recorded' });
  return typeof said === 'string'
    ? passed({ fact: 'recorded' }, said)
    : cannotTell({ why: 'failed', reason: said.mistake });
}

/** Redmine writes no as the text `0`. */
const isNo = (value: Scalar): boolean => value === false || value === '0';

/** How trackers write yes and no. */
const words = { true: ['true', 'yes', '1', 'да'], false: ['false', 'no', '0', 'нет'] };

/** Numbers match however they are written: `1.5` and `1.50`. */
const isNumber = (wanted: Scalar, value: Scalar): boolean =>
  typeof wanted === 'number' && Number(folded(value)) === wanted;

const isOne = (wanted: Scalar, value: Scalar): boolean =>
  typeof wanted === 'boolean'
    ? words[`${wanted}`].includes(folded(value))
    : same(wanted, value) || isNumber(wanted, value);

export function fieldFinding(
  { field: name, is }: Pick<Extract<Condition, { kind: 'field' }>, 'field' | 'is'>,
  ticket: Ticket,
): Finding {
  const values = valuesOf(fieldOf(name, ticket));
  const right = values.filter((value) => (is === null ? !isNo(value) : is.some((one) => isOne(one, value))));
  const text = (list: readonly Scalar[]) => clipped(list.map(String).join(', '));
  if (right.length > 0) return passed({ fact: 'field', name, value: text(right) }, firstAddressIn(right));
  return missingField(name, ticket, {
    why: 'field',
    name,
    value: values.length === 0 ? null : text(values),
    wanted: (is ?? []).slice(0, mostWhys).map((one) => clipped(String(one))),
  });
}

export function labelFinding(name: string, ticket: Ticket): Finding {
  const found = ticket.labels.find((other) => same(other, name));
  return found === undefined
    ? missingFrom('labels', ticket, { why: 'label', label: name })
    : passed({ fact: 'label', label: clipped(found) }, ticket.url);
}

/** Why the category of a status is unknown although a category is wanted; otherwise undefined. */
const unsureOf = ({ categoryUnread }: Status, wanted: readonly string[]): string | undefined =>
  wanted.some((one) => statusCategories.some((category) => same(category, one))) ? categoryUnread : undefined;

const isIn = ({ name, category }: Status, wanted: readonly string[]): boolean =>
  wanted.some((one) => same(one, name) || (category !== null && same(one, category)));

export function statusFinding(wanted: readonly string[], ticket: Ticket): Finding {
  const { status: now } = ticket;
  if (now !== null && isIn(now, wanted)) {
    return passed({ fact: 'status', status: clipped(now.name) }, ticket.url);
  }
  const unsure = now === null ? undefined : unsureOf(now, wanted);
  if (unsure !== undefined) return cannotTell({ why: 'unread', part: 'status', reason: clipped(unsure) });
  const why: Why = { why: 'status', status: now === null ? null : clipped(now.name), wanted };
  return missingFrom('status', ticket, why);
}

export function linkFinding(
  { type, status: wanted }: Extract<Condition, { kind: 'link' }>,
  ticket: Ticket,
): Finding {
  const links = ticket.links.filter((one) => same(one.type, type));
  const right = links.find((one) => wanted === null || (one.status !== null && isIn(one.status, wanted)));
  if (right !== undefined) {
    const { key, url } = right;
    return passed({ fact: 'link', type, key: clipped(key), status: statusOf(right) }, url);
  }
  for (const { key, status: now } of links) {
    const unsure = now === null ? '' : unsureOf(now, wanted ?? []);
    if (unsure === undefined) continue;
    const reason = clipped(`the status of ${key} cannot be read${unsure === '' ? '' : `: ${unsure}`}`);
    return cannotTell({ why: 'unread', part: 'links', reason });
  }
  const [other] = links;
  const lacking = other === undefined ? null : { key: clipped(other.key), status: statusOf(other) };
  return missingFrom('links', ticket, { why: 'link', type, key: null, status: null, ...lacking });
}

const statusOf = ({ status: now }: Link): string | null => (now === null ? null : clipped(now.name));

/** A checkbox matches if its text is the wanted one or begins with it. All that match have to be checked. */
export function checkboxFinding(wanted: string, ticket: Ticket): Finding {
  const begins = (text: string): boolean => {
    const [long, short] = [folded(text), folded(wanted)];
    return long.startsWith(short) && !/^[\p{L}\p{N}]/u.test(long.slice(short.length));
  };
  const boxes = ticket.checkboxes.filter(({ text }) => begins(text));
  const open = boxes.find(({ checked }) => !checked);
  const [first] = boxes;
  return first !== undefined && open === undefined
    ? passed({ fact: 'checkbox', text: clipped(first.text) }, ticket.url)
    : missingFrom('checkboxes', ticket, { why: 'checkbox', text: wanted, there: first !== undefined });
}
