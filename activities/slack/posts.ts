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

/**
 * Where a post goes: to everyone, to the thread of a card or of an earlier
 * post, to one person, or as a reply to where a command was given.
 */
export type Address =
  | { readonly to: 'everyone' }
  /** The channel of a component, by its name or ID. If it takes nothing, the post goes to everyone instead, or nowhere. */
  | { readonly to: 'channel'; readonly channel: string; readonly orEveryone: boolean }
  | { readonly to: 'thread'; readonly card: CardLocation; readonly broadcast: boolean }
  /**
   * `posts`: the IDs that the earlier post has or had. `since`: it was
   * not posted before (epoch ms). If it is gone, nothing is posted.
   */
  | { readonly to: 'threadOf'; readonly posts: readonly string[]; readonly since: number }
  | { readonly to: 'person'; readonly user: string }
  | { readonly to: 'reply'; readonly user: string; readonly replyTo: string };

export interface Post {
  /** Globally unique. Also the block ID by which a second attempt finds the post of the first. */
  readonly id: string;
  readonly address: Address;
  readonly message: Message;
  /** The answer in the person's own language, for when it has to be sent to them directly. */
  readonly directly?: () => Promise<Message>;
  /**
   * Replaces an earlier post to the same person, given by its ID and the earliest time it was posted
   * (epoch ms). If that is gone, nothing is posted. `remove`: deletes it without a replacement.
   */
  readonly settles?: { readonly id: string; readonly since: number; readonly remove?: true };
  /** Whether it is out of date. Asked only after a long wait. */
  readonly isOvertaken?: () => Promise<boolean>;
  /** Asks its recipient to act in this part, with buttons. */
  readonly asks?: Part;
  /** The ticket of the one release that it is about. Answers in its thread may leave that out. */
  readonly about?: string | null;
}

/** The language of the reader if only they see it; otherwise that of everyone. */
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

/** A direct conversation or an ephemeral message. */
const isPrivate = (replyTo: string): boolean => isDirect(replyTo) || replyTo.endsWith(':ephemeral');

/** Resolves a list that may contain user groups to people. */
export type PeopleOf = (list: readonly PersonOrGroup[]) => Promise<readonly string[]>;

/**
 * Returns a function that replaces mentions in markup by plain names,
 * so that nobody is notified. It knows the people mentioned in `text`.
 */
export type Unpinged = (text: string) => Promise<(markup: string) => string>;

/** The posts for a notice: recipients and texts. `card` is the location of the release's card; null if it has none. */
export async function postsFor(
  notice: Notice,
  card: CardLocation | null,
  texts: TextsByReader,
  around: Surroundings,
  peopleOf: PeopleOf,
  unpinged: Unpinged,
): Promise<readonly Post[]> {
  /** In a refusal that others can read, people are named without notifying them. */
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
        answerAddress(notice),
        ({ answer }) => answer(notice.card, notice.answer, around),
        confirmationOf(notice),
      );
    case 'looking':
      return post(answerAddress(notice), ({ looking }) => looking(notice.card, around));
    case 'lockAnswer':
      return (notice.answer.done ? post : refuse)(answerAddress(notice), ({ lockAnswer }) =>
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

/** The button that confirms a start; null unless the answer asks for confirmation. */
function confirmationOf(notice: Extract<Notice, { kind: 'answer' }>): StepButtons | null {
  const { answer, card, replyTo } = notice;
  const isAsked = !answer.done && answer.code === 'badAlready' && answer.facts.confirmable;
  // A direct message would show the button forever.
  const isKept = replyTo === null || isDirect(replyTo);
  return isAsked && !isKept ? { target: targetOf(card, card.key), steps: ['depStart'] } : null;
}

/** Where the answer to a command goes. */
export const answerAddress = ({ actor, replyTo }: { actor: string; replyTo: string | null }): Address =>
  replyTo === null ? { to: 'person', user: actor } : { to: 'reply', user: actor, replyTo };

/** Tells the author of a freeze that somebody else has lifted it. */
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
  // The approval is asked for again, which concerns other people than the event itself.
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

/** Events of a release that was never announced stay private. The event that announces it is shown by the card itself. */
const isPublic = ({ card: { announcedBy }, event }: EventNotice): boolean =>
  announcedBy !== null && event.n !== announcedBy;

/** Events go to the thread of the card, and those that everyone must see to the channel, too. */
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
      // If somebody took the lock, the lock itself announces that.
      return event.facts.deploying && event.actor === null;
    default:
      return false;
  }
}

/** The buttons for what a direct message asks for. */
export const buttonsOf = (card: ReleaseCard, part: Part): StepButtons => ({
  target: targetOf(card, card.key),
  steps: stepsOfPart(part, card),
});

/** The part in which this event asks this person to act; null if it does not. */
function partOf(card: ReleaseCard, event: ReleaseEvent, user: string): Part | null {
  const part = askedOf(card, event);
  return part !== null && isTheirs(part, user, card) ? part : null;
}

/** A list to choose the components from, for the release of a page or a text. */
function choiceFor(
  { ticket, tickets, key: release }: ReleaseCard,
  event: ReleaseEvent,
  { components }: Surroundings,
  texts: Texts,
): ComponentsChoice | null {
  // A ticket can name its components itself.
  if (tickets.length > 0 || event.type !== 'checksFailed' || !event.facts.noComponent) return null;
  return { target: { ticket, release }, known: components, text: texts.chooseComponents };
}

/** The part that an event asks to act; null if it asks nobody. */
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

/** Whether the release lost its approval by this event and waits for a new one. */
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

/** Who gets a direct message: the people who have to act, and those whose release it is. */
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
      // Checks before a turn that fail do not keep the release from its turn, so nobody is told.
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
      // If it was announced, it also ends in public. Otherwise the requester has to be told.
      return card.announcedBy === null && event.actor !== card.requester ? requester : [];
  }
}
