import { DateTime } from 'luxon';
import { byConfiguration } from '../../domain/freeze.ts';
import type { Freeze } from '../../domain/freeze.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { Stage } from '../../domain/stage.ts';
import { duration } from '../duration.ts';
import { code, link, mention, mentions, plain } from '../mrkdwn.ts';
import type { Surroundings } from '../texts.ts';
import { goodFrom } from './roles.ts';

export const ticketOf = (
  { ticket, url }: { ticket: string; url: string | null },
  around: Surroundings,
): string => link(url ?? around.linkOf(ticket), ticket);

export const components = (names: readonly string[]): string => names.map(code).join(', ') || 'no component';

export const ago = (since: number, { now }: Surroundings): string => duration(now - since, 'en');

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

export const ordinal = (n: number): string => `${n}${suffixes[ordinals.select(n)] ?? 'th'}`;

/** Who froze what, why, and until when. */
export const frozenBy = (
  component: string,
  freeze: Pick<Freeze, 'by' | 'until' | 'reason'>,
  around: Surroundings,
): string => `${code(component)} is frozen ${authorEndReason(freeze, around)}`;

/** The same of the freeze in the way of a release. */
export const heldBy = (
  { component, by, reason, until }: NonNullable<ReleaseSummary['frozen']>,
  around: Surroundings,
): string => frozenBy(component, { by, reason, until: until === null ? null : Date.parse(until) }, around);

/** `by … until …: …`, the second half of a sentence that begins with what is frozen. */
export function authorEndReason(
  { by, until, reason }: Pick<Freeze, 'by' | 'until' | 'reason'>,
  around: Surroundings,
): string {
  const author = by === byConfiguration ? 'the configuration' : mention(by);
  const end = until === null ? 'until further notice' : `until ${clock(until, around)}`;
  return `by ${author} ${end}: ${plain(reason)}`;
}

/** A time of day, with its day unless that is today. */
export function clock(ms: number, { now, timezone }: Pick<Surroundings, 'now' | 'timezone'>): string {
  const at = DateTime.fromMillis(ms, { zone: timezone, locale: 'en-GB' });
  const today = at.hasSame(DateTime.fromMillis(now, { zone: timezone }), 'day');
  return at.toLocaleString(today ? DateTime.TIME_24_SIMPLE : DateTime.DATETIME_SHORT);
}

/** What a release waits for, or how it ended: the second half of a sentence that begins with its ticket. */
export function standing(release: ReleaseSummary, around: Surroundings): string {
  const { ticket, requester } = release;
  const words: Readonly<Record<Stage, () => string>> = {
    checking: () => 'is being checked',
    needs_work: () => `needs work: ${mention(requester ?? '')} has the list of what is missing`,
    awaiting_approval: () => `waits for the good from ${goodFrom(release, around)}`,
    queued: () => waitForLock(release, around),
    awaiting_admin: () => `has its turn and waits for an admin: ${mentions(around.admins)}`,
    ready: () => `has its turn: ${mention(requester ?? '')} may ${code(`dep start ${ticket}`)}`,
    deploying: () =>
      `is on production for ${ago(Date.parse(release.since), around)}; ${code(`dep finish ${ticket}`)} or ${code(`dep rollback ${ticket}`)} ends it`,
    finished: () => 'is finished',
    rejected: () => 'was rejected',
    rolled_back: () => 'was rolled back',
    cancelled: () => 'was cancelled',
    expired: () => 'has expired',
  };
  const { frozen } = release;
  const held = frozen === null ? '' : ` (${heldBy(frozen, around)})`;
  return `${words[release.stage]()}${held}`;
}

/** Its place, who is ahead of it, and what they are doing. */
function waitForLock(release: ReleaseSummary, around: Surroundings): string {
  const component = release.locks.find((claim) => claim.state === 'waiting')?.component;
  if (component === undefined) return 'is about to get its turn';
  const lock = around.locks.find((view) => view.component === component);
  const place = lock?.queue.find((waiter) => waiter.ticket === release.ticket)?.position;
  if (lock === undefined || place === undefined) return `waits for its turn on ${code(component)}`;
  const holders = lock.holders.map(
    (holder) =>
      `${link(around.linkOf(holder.ticket), holder.ticket)} ${holder.started ? 'is on production' : 'has the turn'}`,
  );
  const ahead = lock.queue
    .filter((waiter) => waiter.position < place)
    .map((waiter) => `${link(around.linkOf(waiter.ticket), waiter.ticket)} waits`);
  const reasons = [...holders, ...ahead].join(', ');
  return `is ${ordinal(place)} in line for ${code(component)}${reasons === '' ? '' : ` (${reasons})`}`;
}
