import { textMessage } from '../../blocks/message.ts';
import type { ComponentsChoice } from '../../blocks/choose-components.ts';
import { targetOf } from '../../blocks/command-button.ts';
import type { Message, StepButtons } from '../../blocks/message.ts';
import type { ReleaseEvent } from '../../domain/release/events.ts';
import type { Part } from '../../domain/command/roles.ts';
import { lifecycle } from '../../domain/release/lifecycle.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { stepsOfPart } from '../../domain/release/steps.ts';
import { partIn, partReminded } from '../../domain/release/to-act.ts';
import type { PersonOrGroup } from '../../domain/settings.ts';
import type { Surroundings, Texts } from '../../texts/index.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import { isTheirs } from '../../domain/messages/asks.ts';
import type { CardLocation, EventNotice, Notice, ReleaseCard } from '../../domain/messages/notice.ts';

/** Where a post goes: everyone, the thread of a card or of an earlier post to everyone, one person, or whoever gave the command, there where they gave it. */
export type Address =
  | { readonly to: 'everyone' }
  /** A channel of a component, by its name or ID. */
  | { readonly to: 'channel'; readonly channel: string }
  | { readonly to: 'thread'; readonly card: CardLocation; readonly broadcast: boolean }
  /** The IDs that the earlier post has or had, and not before when it was posted (epoch ms). Nothing is said if it is gone. */
  | { readonly to: 'threadOf'; readonly posts: readonly string[]; readonly since: number }
  | { readonly to: 'person'; readonly user: string }
  | { readonly to: 'reply'; readonly user: string; readonly replyTo: string };

export interface Post {
  /** Unique for ever; becomes the block ID by which a second attempt finds the first. */
  readonly id: string;
  readonly address: Address;
  readonly message: Message;
  /** An answer in the language of its person, should it have to go to them directly. */
  readonly directly?: () => Promise<Message>;
  /**
   * It replaces an earlier post to the same person: its ID, and not before when it was posted (epoch ms). Nothing is said if that is gone.
   * `remove`: nothing takes its place.
   */
  readonly settles?: { readonly id: string; readonly since: number; readonly remove?: true };
  /** Whether it need not be said any more, when it has waited for long. */
  readonly isOvertaken?: () => Promise<boolean>;
  /** It asks its person to act, in that part, with buttons. */
  readonly asks?: Part;
}

/** In the language of whoever reads it alone; what others read, too, is in that of everyone. */
export function textsAt(address: Address, texts: TextsByReader): Promise<Texts> | Texts {
  switch (address.to) {
    case 'everyone':
    case 'channel':
    case 'thread':
    case 'threadOf':
      return texts.everyone;
    case 'person':
      return texts.of(address.user);
    case 'reply':
      return isPrivate(address.replyTo) ? texts.of(address.user) : texts.everyone;
  }
}

/** A direct conversation, or a user ID, for which Slack opens one. */
const isDirect = (replyTo: string): boolean => /^[DUW]/.test(replyTo);

/** The same, or words that only one person sees. */
const isPrivate = (replyTo: string): boolean => isDirect(replyTo) || replyTo.endsWith(':ephemeral');

/** Finds the people of a list in which there may be user groups. */
export type PeopleOf = (list: readonly PersonOrGroup[]) => Promise<readonly string[]>;

/** What names the people in markup without notifying them; it knows those in `text`. */
export type Unpinged = (text: string) => Promise<(markup: string) => string>;

/** What Slack is told about a notice: who hears it, and in which words. `card` is the place of the release's card, if it has one. */
export async function postsFor(
  notice: Notice,
  card: CardLocation | null,
  texts: TextsByReader,
  around: Surroundings,
  peopleOf: PeopleOf,
  unpinged: Unpinged,
): Promise<readonly Post[]> {
  /** Who reads it besides is named, and not called. */
  const refuse = async (
    address: Address,
    word: (texts: Texts) => string,
    buttons: StepButtons | null = null,
  ): Promise<readonly Post[]> => {
    if (address.to !== 'reply' || isPrivate(address.replyTo)) return post(address, word, buttons);
    const names = await unpinged(word(texts.everyone));
    return post(address, (own) => names(word(own)), buttons);
  };
  const post = async (
    address: Address,
    word: (texts: Texts) => string,
    buttons: StepButtons | null = null,
  ): Promise<readonly Post[]> => {
    const message = (own: Texts) => textMessage(notice.id, word(own), buttons, own);
    const said = { id: notice.id, address, message: message(await textsAt(address, texts)) };
    return [
      address.to === 'reply'
        ? { ...said, directly: async () => message(await texts.of(address.user)) }
        : said,
    ];
  };
  switch (notice.kind) {
    case 'answer':
      return (notice.answer.done ? post : refuse)(
        addressOf(notice),
        ({ answer }) => answer(notice.card, notice.answer, around),
        confirmationOf(notice),
      );
    case 'looking':
      return post(addressOf(notice), ({ looking }) => looking(notice.card, around));
    case 'lockAnswer':
      return (notice.answer.done ? post : refuse)(addressOf(notice), ({ lockAnswer }) =>
        lockAnswer(notice.component, notice.answer, around),
      );
    case 'lockEvent':
      return [
        ...(await post({ to: 'everyone' }, ({ lockAnnouncement }) =>
          lockAnnouncement(notice.component, notice.event, around),
        )),
        ...(await toAuthorOfFreeze(notice, texts, around)),
      ];
    case 'event': {
      const announcement = isPublic(notice)
        ? texts.everyone.announcement(notice.card, notice.event, around)
        : null;
      const personal = await personalPosts(notice, texts, around, peopleOf);
      return announcement === null
        ? personal
        : [...(await post(storyOf(notice.event, card), () => announcement)), ...personal];
    }
    case 'card':
    case 'settling':
      return [];
  }
}

/** What is done by saying it once more. */
function confirmationOf(notice: Extract<Notice, { kind: 'answer' }>): StepButtons | null {
  const { answer, card, replyTo } = notice;
  const isAsked = !answer.done && answer.code === 'badAlready' && answer.facts.confirmable;
  // A direct message would keep the button for ever.
  const isKept = replyTo === null || isDirect(replyTo);
  return isAsked && !isKept ? { target: targetOf(card, card.key), steps: ['depStart'] } : null;
}

/** Where the answer to a command goes. */
export const addressOf = ({ actor, replyTo }: { actor: string; replyTo: string | null }): Address =>
  replyTo === null ? { to: 'person', user: actor } : { to: 'reply', user: actor, replyTo };

/** Whose freezes somebody else lifted, hears of it. */
async function toAuthorOfFreeze(
  { id, component, event }: Extract<Notice, { kind: 'lockEvent' }>,
  texts: TextsByReader,
  around: Surroundings,
): Promise<readonly Post[]> {
  if (event.type !== 'unfrozen' || event.setBy === event.actor) return [];
  const user = event.setBy;
  const own = await texts.of(user);
  const postId = `${id}:${user}`;
  const message = textMessage(postId, own.freezeLifted(component, event, around), null, own);
  return [{ id: postId, address: { to: 'person', user }, message }];
}

async function personalPosts(
  { id, card, event }: EventNotice,
  texts: TextsByReader,
  around: Surroundings,
  peopleOf: PeopleOf,
): Promise<readonly Post[]> {
  const theirs = await peopleOf(concerned(card, event, around));
  // It is asked for again, of others than those whom it concerns.
  const again = losesGood(card.stage, event) ? await peopleOf(around.approvers) : null;
  const barred = again !== null || asksForGood(event) ? card.cannotVote : [];
  const asked = (again ?? theirs).filter((user) => !barred.includes(user));
  const people = again === null ? asked : [...new Set([...theirs, ...asked])];
  return Promise.all(
    people.map(async (user): Promise<Post> => {
      const postId = `${id}:${user}`;
      const own = await texts.of(user);
      const words = own.personal(card, event, around);
      const part = asked.includes(user) ? partOf(card, event, user) : null;
      const buttons = part === null ? null : buttonsOf(card, part);
      const message = textMessage(postId, words, buttons, own, choiceFor(card, event, around, own));
      const said = { id: postId, address: { to: 'person', user }, message } as const;
      return part === null ? said : { ...said, asks: part };
    }),
  );
}

/** What was never announced happens in silence; the request for the good is what the card itself says. */
const isPublic = ({ card: { announcedBy }, event }: EventNotice): boolean =>
  announcedBy !== null && event.n !== announcedBy;

/** The story of a release stands in the thread of its card; the channel itself gets what everyone must see. */
const storyOf = (event: ReleaseEvent, card: CardLocation | null): Address =>
  card === null ? { to: 'everyone' } : { to: 'thread', card, broadcast: isForEveryone(event) };

function isForEveryone(event: ReleaseEvent): boolean {
  switch (event.type) {
    case 'started':
    case 'finished':
    case 'rolledBack':
    case 'overridden':
    case 'madeHotfix':
    case 'pipelineLost':
    case 'rebuilt':
      return true;
    case 'lockLost':
      // That somebody took it, the lock itself tells everyone.
      return event.facts.deploying && event.actor === null;
    default:
      return false;
  }
}

/** The buttons that settle what a direct message asks for. */
export const buttonsOf = (card: ReleaseCard, part: Part): StepButtons => ({
  target: targetOf(card, card.key),
  steps: stepsOfPart(part, card),
});

/** In which part this person is asked to act; null if they are not. */
function partOf(card: ReleaseCard, event: ReleaseEvent, user: string): Part | null {
  const part = askedOf(card, event);
  return part !== null && isTheirs(part, user, card) ? part : null;
}

/** Who is asked which components a page or a text touches chooses them from a list. */
function choiceFor(
  { ticket, tickets, key: release }: ReleaseCard,
  event: ReleaseEvent,
  { components }: Surroundings,
  texts: Texts,
): ComponentsChoice | null {
  // A ticket can say it itself.
  if (tickets.length > 0 || event.type !== 'checksFailed' || !event.facts.noComponent) return null;
  return { target: { ticket, release }, known: components, text: texts.chooseComponents };
}

/** In which part somebody is asked to act by what they are told of an event; null if they are not. */
export function askedOf({ stage }: ReleaseCard, event: ReleaseEvent): Part | null {
  switch (event.type) {
    case 'checksPassed':
      return 'approver';
    case 'checksFailed':
    case 'adminFound':
    case 'expiryNear':
    case 'pipelineLost':
    case 'rebuilt':
      return 'requester';
    case 'turnCame':
      return event.facts.adminNeeded ? 'admin' : 'requester';
    case 'overridden':
      return event.facts.what === 'freeze' ? 'requester' : null;
    case 'votesVoided':
    case 'lockLost':
      return losesGood(stage, event) ? 'approver' : lifecycle[stage].onProduction ? 'requester' : null;
    case 'handedOver':
      return losesGood(stage, event) ? 'approver' : partIn(stage) === 'requester' ? 'requester' : null;
    case 'nudged':
    case 'escalated':
      return partReminded(event.facts.reminder);
    default:
      return null;
  }
}

/** The good that it had counts no more, and it waits for another one. */
function losesGood(stage: Stage, event: ReleaseEvent): boolean {
  if (stage !== 'awaiting_approval') return false;
  switch (event.type) {
    case 'votesVoided':
    case 'lockLost':
      return true;
    case 'handedOver':
      return event.facts.goodVoided;
    default:
      return false;
  }
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
  const checked = [...new Set([...requester, ...card.checkedFor])];
  switch (event.type) {
    case 'checksPassed':
      return approvers;
    case 'turnCame':
      return event.facts.adminNeeded ? admins : requester;
    case 'handedOver':
      return [...new Set([...requester, event.facts.from])];
    case 'overridden':
    case 'madeHotfix':
      return requester;
    case 'adminFound':
      return event.facts.ready ? requester : [];
    case 'turnLost':
    case 'lockLost':
    case 'pipelineLost':
    case 'rebuilt':
      return both;
    case 'nudged':
      return { approvers, admins, requester, deploying: both }[event.facts.reminder];
    case 'keyTaken':
      return requester;
    case 'checksUnavailable':
      // A look that fails keeps nobody from the turn.
      return event.facts.reason === 'asked' ? checked : [];
    case 'checksFailed':
      return event.facts.unchanged === true ? [] : checked;
    case 'ticketUnknown':
    case 'rechecked':
      return checked;
    case 'overtaken':
    case 'rejected':
    case 'expiryNear':
    case 'expired':
      return requester;
    case 'escalated':
      return event.facts.to;
    case 'votesVoided':
      return [...new Set([...checked, ...event.facts.voters])];
    case 'requested':
    case 'voted':
    case 'accepted':
    case 'lockGranted':
    case 'started':
    case 'deployed':
    case 'finished':
    case 'rolledBack':
    case 'pipelineTaken':
      return [];
    case 'cancelled':
      // What was announced ends in public; of what was not, its requester may not know.
      return card.announcedBy === null && event.actor !== card.requester ? requester : [];
  }
}
