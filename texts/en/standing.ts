import { byConfiguration } from '../../domain/lock/freeze.ts';
import type { CalendarSource } from '../../domain/lock/freeze.ts';
import type { FreezeView } from '../../domain/lock/lock-view.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { duration } from '../../domain/duration.ts';
import { code, escapeAll, link, mention, mentions, plain } from '../mrkdwn.ts';
import { queuePosition } from '../queue-position.ts';
import type { TextContext } from '../facts.ts';
import { readersClock } from '../times.ts';
import { requesterOf } from '../who.ts';
import { locale } from './language.ts';
import { goodFrom } from './roles.ts';

export const components = (names: readonly string[]): string => names.map(code).join(', ') || 'no component';

export const ago = (since: number, { now }: TextContext): string => duration(now - since, locale);

const ordinals = new Intl.PluralRules(locale, { type: 'ordinal' });
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

export const ordinal = (n: number): string => `${n}${suffixes[ordinals.select(n)] ?? 'th'}`;

/** Who froze what, why, and until when. */
export const frozenBy = (component: string, freeze: FreezeView, around: TextContext): string =>
  `${code(component)} is frozen ${authorEndReason(freeze, around)}`;

/** The same for the freeze that holds a release. */
export const heldBy = (frozen: NonNullable<ReleaseSummary['frozen']>, around: TextContext): string =>
  frozenBy(frozen.component, frozen, around);

/** `by … until …: …`, the rest of a sentence that begins with what is frozen. */
export function authorEndReason({ by, until, reason, event }: FreezeView, around: TextContext): string {
  const author = by === byConfiguration ? (event ? eventAuthor(event) : 'the configuration') : mention(by);
  return `by ${author} ${frozenUntil(until, around)}: ${event ? link(event.url, reason) : plain(reason)}`;
}

/** `until`: ISO 8601. */
export const frozenUntil = (until: string | null, around: TextContext): string =>
  until === null ? 'until further notice' : `until ${readersClock(Date.parse(until), around, locale)}`;

/** Mentions nobody: an organizer is just a name from the calendar. */
const eventAuthor = ({ calendar, organizer }: CalendarSource): string =>
  organizer === null
    ? `the calendar ${escapeAll(calendar)}`
    : `${escapeAll(organizer)} in the calendar ${escapeAll(calendar)}`;

/** What a release waits for, or how it ended: the rest of a sentence that begins with its ticket. */
export function standing(release: ReleaseSummary, around: TextContext): string {
  const { ticket } = release;
  const words: Readonly<Record<Stage, () => string>> = {
    checking: () => 'is being checked',
    needs_work: () => `needs work: ${requesterOf(release)} has the list of what is missing`,
    awaiting_approval: () => `waits for the good from ${goodFrom(release, around)}`,
    queued: () => waitForLock(release, around),
    awaiting_admin: () => `has its turn and waits for an admin: ${mentions(around.admins)}`,
    ready: () => `has its turn: ${requesterOf(release)} may ${code(`dep start ${ticket}`)}`,
    deploying: () =>
      `is on production for ${ago(Date.parse(release.since), around)}${pipelineGone(release)}; ${code(`dep finish ${ticket}`)} or ${code(`dep rollback ${ticket}`)} ends it`,
    watching: () =>
      `is on production and keeps its locks until it has been watched for long enough and its charts are well, which ${code(`status ${ticket}`)} shows; ${code(`dep rollback ${ticket}`)} takes it back, an approver may ${code(`override ${ticket} <reason>`)}`,
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

const pipelineGone = ({ ticket, waitingFor }: ReleaseSummary): string =>
  waitingFor === 'pipeline'
    ? `, and its pipeline is gone: ${code(`dobrobot run ${ticket}`)} takes it up`
    : '';

/** Its position, who is ahead, and what they are doing. */
function waitForLock(release: ReleaseSummary, around: TextContext): string {
  const place = queuePosition(release, around);
  if (place === null) return 'is about to get its turn';
  const { component, position, holders, ahead } = place;
  if (position === null) return `waits for its turn on ${code(component)}`;
  const reasons = [
    ...holders.map(({ ticket, started }) => `${ticket} ${started ? 'is on production' : 'has the turn'}`),
    ...ahead.map((ticket) => `${ticket} waits`),
  ].join(', ');
  return `is ${ordinal(position)} in line for ${code(component)}${reasons === '' ? '' : ` (${reasons})`}`;
}
