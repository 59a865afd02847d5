import type { KnownBlock } from '@slack/web-api';
import type { ReleaseEvent } from '../../domain/release/events.ts';
import type { PersonOrGroup } from '../../domain/settings.ts';
import type { Surroundings, Texts } from '../../texts/index.ts';
import type { Notice, ReleaseCard } from '../../workflows/names.ts';

/** Where a post goes: everyone, one person, or whoever gave the command, there where they gave it. */
export type Address =
  | { readonly to: 'everyone' }
  | { readonly to: 'person'; readonly user: string }
  | { readonly to: 'reply'; readonly user: string; readonly replyTo: string };

export interface Post {
  /** Unique for ever; becomes the block ID by which a second attempt finds the first. */
  readonly id: string;
  readonly address: Address;
  readonly text: string;
  /** What stands below the text, such as buttons. */
  readonly below?: KnownBlock;
}

/** Finds the people of a list in which there may be user groups. */
type PeopleOf = (list: readonly PersonOrGroup[]) => Promise<readonly string[]>;

/** What Slack is told about a notice: who hears it, and in which words. */
export async function postsFor(
  notice: Notice,
  texts: Texts,
  around: Surroundings,
  peopleOf: PeopleOf,
): Promise<readonly Post[]> {
  const { id } = notice;
  switch (notice.kind) {
    case 'answer':
      return [{ id, address: addressOf(notice), text: texts.answer(notice.card, notice.answer, around) }];
    case 'lockAnswer':
      return [
        { id, address: addressOf(notice), text: texts.lockAnswer(notice.component, notice.answer, around) },
      ];
    case 'lockEvent':
      return [
        {
          id,
          address: { to: 'everyone' },
          text: texts.lockAnnouncement(notice.component, notice.event, around),
        },
      ];
    case 'event':
      return postsAbout(notice, texts, around, peopleOf);
  }
}

const addressOf = ({ actor, replyTo }: { actor: string; replyTo: string | null }): Address =>
  replyTo === null ? { to: 'person', user: actor } : { to: 'reply', user: actor, replyTo };

async function postsAbout(
  { id, card, event }: Extract<Notice, { kind: 'event' }>,
  texts: Texts,
  around: Surroundings,
  peopleOf: PeopleOf,
): Promise<readonly Post[]> {
  const announcement = isPublic(event) ? texts.announcement(card, event, around) : null;
  const barred = asksForGood(event) && !card.selfAccept ? card.requesters : [];
  const people = (await peopleOf(concerned(card, event, around))).filter((user) => !barred.includes(user));
  const personal = people.map((user): Post => {
    return {
      id: `${id}:${user}`,
      address: { to: 'person', user },
      text: texts.personal(card, event, around),
    };
  });
  return announcement === null
    ? personal
    : [{ id, address: { to: 'everyone' }, text: announcement }, ...personal];
}

/** What was never announced ends in silence. */
function isPublic(event: ReleaseEvent): boolean {
  return event.type === 'cancelled' || event.type === 'expired' ? event.facts.announced : true;
}

const asksForGood = (event: ReleaseEvent): boolean =>
  event.type === 'checksPassed' || (event.type === 'nudged' && event.facts.reminder === 'approvers');

/** Who is told directly: those who are to act, and whose release it is. */
function concerned(
  card: ReleaseCard,
  event: ReleaseEvent,
  { approvers, admins }: Surroundings,
): readonly PersonOrGroup[] {
  const requester = card.requester === null ? [] : [card.requester];
  const both = card.admin.user === null ? requester : [...requester, card.admin.user];
  switch (event.type) {
    case 'checksPassed':
      return approvers;
    case 'turnCame':
      return event.facts.adminNeeded ? admins : requester;
    case 'handedOver':
      return [...new Set([...requester, event.facts.from])];
    case 'overridden':
      return requester;
    case 'adminFound':
      return event.facts.ready ? requester : [];
    case 'turnLost':
    case 'lockLost':
      return both;
    case 'nudged':
      return { approvers, admins, requester, deploying: both }[event.facts.reminder];
    case 'ticketUnknown':
    case 'checksUnavailable':
    case 'checksFailed':
    case 'rechecked':
    case 'overtaken':
    case 'rejected':
    case 'expiryNear':
    case 'expired':
      return requester;
    case 'escalated':
      return event.facts.to;
    case 'requested':
    case 'accepted':
    case 'lockGranted':
    case 'started':
    case 'finished':
    case 'rolledBack':
    case 'cancelled':
      return [];
  }
}
