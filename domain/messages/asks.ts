/** The direct messages that ask people to act: which of them still say what is so. */
import type { Part } from '../command/roles.ts';
import type { Stage } from '../release/stage.ts';
import { stepsOfPart } from '../release/steps.ts';
import type { Step } from '../release/steps.ts';
import type { ReleaseSummary } from '../release/status.ts';
import type { CardLocation, CardNotice, EventNotice, Notice } from './notice.ts';

/** What some people were asked by a direct message each, as long as it has its buttons. */
export interface OpenAsk {
  /** With the user it is that of the post. */
  readonly id: string;
  /** The key of the release. */
  readonly release: string;
  readonly part: Part;
  readonly stage: Stage;
  readonly steps: readonly Step[];
  readonly finding: number;
  readonly users: readonly string[];
  /** Not before when it was posted, epoch ms. */
  readonly since: number;
}

/** A message that asked something says it no more. */
export interface Settling {
  readonly ask: Pick<OpenAsk, 'id' | 'part' | 'users' | 'since'>;
  /** What takes its place: how it was settled, the question about what there is now, or nothing, as it was asked again. */
  readonly how: 'settled' | 'anew' | 'replaced';
  readonly notice: EventNotice | CardNotice;
}

/** What Slack shows that is to be kept up to date. */
export interface Shown {
  /** Null as long as there is no card. */
  readonly card: CardLocation | null;
  readonly asks: readonly OpenAsk[];
}

export interface Delivered extends Shown {
  readonly settlings: readonly Settling[];
}

export const nothingShown: Shown = { card: null, asks: [] };

interface Asks {
  readonly asks: readonly OpenAsk[];
  readonly settlings: readonly Settling[];
}

/** Whether it is this person who is to play that part, as far as the release itself tells. */
export function isTheirs(part: Part, user: string, release: ReleaseSummary): boolean {
  switch (part) {
    case 'approver':
      return !release.cannotVote.includes(user);
    case 'admin':
      return true;
    case 'requester':
      return user === release.requester || user === release.admin.user;
  }
}

/** What remains of the questions after a notice of their release, and what becomes of the others. */
export function settle(asks: readonly OpenAsk[], notice: Notice): Asks {
  switch (notice.kind) {
    case 'event':
      return settledBy(asks, notice);
    case 'card':
      return shownAnew(asks, notice);
    default:
      return { asks, settlings: [] };
  }
}

const isAbout =
  ({ card }: EventNotice | CardNotice) =>
  ({ release }: OpenAsk): boolean =>
    release === card.key;

function settledBy(asks: readonly OpenAsk[], notice: EventNotice): Asks {
  const { card } = notice;
  const stands = ({ stage, part }: OpenAsk, user: string): boolean =>
    stage === card.stage && isTheirs(part, user, card);
  return leave(asks, (ask, user) => !isAbout(notice)(ask) || stands(ask, user), 'settled', notice);
}

/** The card comes before what happened: who is to act no more hears by whom it was settled. */
function shownAnew(asks: readonly OpenAsk[], notice: CardNotice): Asks {
  const { card } = notice;
  const isOld = ({ part, stage, steps, finding }: OpenAsk): boolean =>
    stage === card.stage &&
    (steps.join() !== stepsOfPart(part, card).join() || (part === 'approver' && finding !== card.finding));
  const old = asks.filter(isAbout(notice)).filter(isOld);
  const now = (ask: OpenAsk): OpenAsk => ({
    ...ask,
    id: anewId(notice),
    steps: stepsOfPart(ask.part, card),
    finding: card.finding,
  });
  return {
    asks: asks.map((ask) => (old.includes(ask) ? now(ask) : ask)),
    settlings: old.map((ask) => ({ ask, how: 'anew', notice })),
  };
}

/** Of what is asked anew as a card shows it now. */
export const anewId = ({ id, card }: CardNotice): string => `${card.key}:anew-${id}`;

/** What a notice asks these people takes the place of what they were asked before. */
export function ask(
  asks: readonly OpenAsk[],
  notice: EventNotice,
  part: Part,
  users: readonly string[],
): Asks {
  const { id, card, event } = notice;
  const { key: release, stage, finding } = card;
  const asked: OpenAsk = {
    ...{ id, release, part, stage, finding, users, since: event.at },
    steps: stepsOfPart(part, card),
  };
  // That it expires says nothing of why it has come so far.
  if (event.type === 'expiryNear') return { asks: [...asks, asked], settlings: [] };
  const isOther = (other: OpenAsk, user: string): boolean =>
    !isAbout(notice)(other) || other.part !== part || !users.includes(user);
  const left = leave(asks, isOther, 'replaced', notice);
  return { asks: [...left.asks, asked], settlings: left.settlings };
}

/** Parts those for whom it stays from the others. */
function leave(
  asks: readonly OpenAsk[],
  stays: (ask: OpenAsk, user: string) => boolean,
  how: Settling['how'],
  notice: EventNotice,
): Asks {
  const parted = asks.map((one) => ({
    ask: { ...one, users: one.users.filter((user) => stays(one, user)) },
    gone: { ...one, users: one.users.filter((user) => !stays(one, user)) },
  }));
  return {
    asks: parted.map((part) => part.ask).filter(({ users }) => users.length > 0),
    settlings: parted
      .filter(({ gone }) => gone.users.length > 0)
      .map(({ gone: { id, part, users, since } }) => ({ ask: { id, part, users, since }, how, notice })),
  };
}
