import { DateTime } from 'luxon';
import type { Offer, ReasonedOffer } from '../../domain/release/offers.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { Stage, Wait } from '../../domain/stage.ts';
import { code, link, mention, mentions, shorten } from '../mrkdwn.ts';
import type { ButtonWords, CardField, CardWords, ReasonWords, ReleaseFacts, Surroundings } from '../texts.ts';
import { announcementOf } from './events.ts';
import { stageWords } from './queue.ts';
import { components, heldBy, ticketOf } from './standing.ts';

const waits: Readonly<Record<Wait, (release: ReleaseSummary, around: Surroundings) => string>> = {
  checks: () => 'the formal checks of the ticket',
  fixes: () => 'what is missing',
  good: () => 'the good',
  lock: ({ locks }) =>
    `its turn on ${components(locks.flatMap((lock) => (lock.state === 'waiting' ? [lock.component] : [])))}`,
  freeze: ({ frozen }, around) => (frozen === null ? 'the end of a freeze' : heldBy(frozen, around)),
  admin: () => 'an admin',
  start: () => 'its start',
  finish: () => 'its end: finished or rolled back',
};

/** Who is to act; null where that is nobody whom this release could name. */
function whoActs(release: ReleaseSummary, { approvers, admins }: Surroundings): string | null {
  const requester = mention(release.requester ?? '');
  const admin = release.admin.user === null ? '' : ` ${mention(release.admin.user)}`;
  const people: Partial<Record<Stage, string>> = {
    needs_work: requester,
    awaiting_approval: mentions(approvers),
    awaiting_admin: mentions(admins),
    ready: `${requester}${admin}`,
    deploying: `${requester}${admin}`,
  };
  return release.waitingFor === 'freeze' ? null : (people[release.stage] ?? null);
}

/** A day and a time: a card is read for longer than a day. */
const instant = (iso: string, { timezone }: Surroundings): string =>
  DateTime.fromISO(iso, { zone: timezone, locale: 'en-GB' }).toFormat('d LLL, HH:mm');

const adminOf = ({ admin }: ReleaseSummary): string =>
  admin.user === null ? (admin.needed ? 'needed' : 'not needed') : mention(admin.user);

const longestTitle = 200;

export function cardWords(release: ReleaseFacts, around: Surroundings): CardWords {
  const { title, url, waitingFor, priority, acceptedBy, wikiLink } = release;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Stage', `${stageWords[release.stage]}${priority === 'hotfix' ? ' · *hotfix*' : ''}`],
    ['Since', instant(release.since, around)],
    ['Waits for', waitingFor === null ? null : waits[waitingFor](release, around)],
    ['To act', whoActs(release, around)],
    ['Components', components(release.components)],
    ['Requester', mention(release.requester ?? '')],
    ['Good from', acceptedBy.length === 0 ? null : mentions(acceptedBy)],
    ['Admin', adminOf(release)],
    ['Docs', wikiLink === null ? null : link(wikiLink, 'release docs')],
  ];
  return {
    text: announcementOf(release, around),
    headline: `*${ticketOf(release, around)}*${title === null ? '' : ` ${link(url ?? around.linkOf(release.ticket), shorten(title, longestTitle))}`}`,
    fields: rows.flatMap(([name, value]): CardField[] => (value === null ? [] : [{ name, value }])),
  };
}

const labels: Readonly<Record<Offer, string>> = {
  accept: 'Good',
  reject: 'Reject',
  adminHere: 'I am the admin',
  depStart: 'Start',
  depFinish: 'Finish',
  depRollback: 'Roll back',
  recheck: 'Check again',
  cancel: 'Cancel',
};

/** What cannot be undone is asked about once more; what takes a reason is, where the reason is asked for. */
const questions: Partial<Record<Offer, (ticket: string) => string>> = {
  depStart: (ticket) => `${ticket} goes to production now, and everyone is told.`,
  depFinish: (ticket) =>
    `${ticket} is on production and all is well? Its locks go to whoever waits for them.`,
};

export function buttonWords(offer: Offer, ticket: string): ButtonWords {
  const label = labels[offer];
  const question = questions[offer];
  return {
    label,
    confirm:
      question === undefined
        ? null
        : { title: `${label}?`, text: question(ticket), yes: label, no: 'Not yet' },
  };
}

const reasonForms: Readonly<Record<ReasonedOffer, (ticket: string) => Omit<ReasonWords, 'leave'>>> = {
  reject: (ticket) => ({
    title: 'Refuse the good',
    explanation: `${code(ticket)} ends here. It may be asked for again.`,
    question: 'Why?',
    submit: 'Reject',
    required: true,
  }),
  depRollback: (ticket) => ({
    title: 'Roll back',
    explanation: `${code(ticket)} was rolled back, or is now. Its locks go to whoever waits for them.`,
    question: 'What went wrong?',
    submit: 'Roll back',
    required: false,
  }),
  cancel: (ticket) => ({
    title: 'Cancel the release',
    explanation: `${code(ticket)} ends here and loses its place. It may be asked for again.`,
    question: 'Why?',
    submit: 'Cancel the release',
    required: false,
  }),
};

export const reasonWords = (offer: ReasonedOffer, ticket: string): ReasonWords => ({
  ...reasonForms[offer](ticket),
  leave: 'Leave it',
});
