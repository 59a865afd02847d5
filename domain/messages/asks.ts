/** Tracks which direct messages that ask people to act are still true. */
import type { Part } from '../command/roles.ts';
import { stepsOfPart } from '../release/steps.ts';
import type { ReleaseSummary } from '../release/status.ts';
import type { CardNotice, EventNotice, Notice, SettlingNotice } from './notice.ts';
import type { OpenAsk } from './open-ask.ts';

interface Asks {
  readonly asks: readonly OpenAsk[];
  /** The notices that update messages which are no longer true. */
  readonly settled: readonly SettlingNotice[];
}

/** Whether a person still plays that part, as far as the release itself knows. */
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

/** Whether a later notice settles what this notice asks somebody. */
export const isSettledBy = (
  { card }: EventNotice,
  part: Part,
  user: string,
  later: readonly Notice[],
): boolean =>
  later.some(
    (notice) =>
      notice.kind === 'event' &&
      notice.card.key === card.key &&
      (notice.card.stage !== card.stage || !isTheirs(part, user, notice.card)),
  );

/** The questions that stay open after a notice of their release, and the notices that settle the others. */
export function settle(asks: readonly OpenAsk[], notice: Notice): Asks {
  switch (notice.kind) {
    case 'event':
      return settledBy(asks, notice);
    case 'card':
      return shownAnew(asks, notice);
    default:
      return { asks, settled: [] };
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

/** A card precedes its event. People who no longer have to act get the settling message from the event. */
function shownAnew(asks: readonly OpenAsk[], notice: CardNotice): Asks {
  const { card } = notice;
  const isOld = ({ part, stage, steps, finding }: OpenAsk): boolean =>
    stage === card.stage &&
    (steps.join() !== stepsOfPart(part, card).join() || (part === 'approver' && finding !== card.finding));
  const old = asks.filter(isAbout(notice)).filter(isOld);
  const now = (ask: OpenAsk): OpenAsk => ({
    ...ask,
    id: anewId(card.key, notice.id),
    steps: stepsOfPart(ask.part, card),
    finding: card.finding,
  });
  return {
    asks: asks.map((ask) => (old.includes(ask) ? now(ask) : ask)),
    settled: old.map((ask) => settling(ask, 'anew', notice)),
  };
}

/** The ID of a question that is asked anew because the card changed with that notice. */
export const anewId = (release: string, notice: string): string => `${release}:anew-${notice}`;

/** Adds what a notice asks these people. It replaces what they were asked before in the same part. */
export function ask(
  asks: readonly OpenAsk[],
  notice: EventNotice,
  part: Part,
  users: readonly string[],
): Asks {
  const { id, card, event } = notice;
  const { key: release, stage, finding } = card;
  const steps = stepsOfPart(part, card);
  const asked: OpenAsk = { id, release, part, stage, steps, finding, users, since: event.at };
  // A warning of expiry does not repeat what people were asked, so it replaces nothing.
  if (event.type === 'expiryNear') return { asks: withOne(asks, asked), settled: [] };
  const isOther = (other: OpenAsk, user: string): boolean =>
    !isAbout(notice)(other) || other.id === id || other.part !== part || !users.includes(user);
  const { asks: left, settled } = leave(asks, isOther, 'replaced', notice);
  return { asks: withOne(left, asked), settled };
}

/** Some people may have been asked later than others: merges them into one entry. */
function withOne(asks: readonly OpenAsk[], more: OpenAsk): readonly OpenAsk[] {
  if (!asks.some(({ id }) => id === more.id)) return [...asks, more];
  const both = (users: readonly string[]) => [...new Set([...users, ...more.users])];
  return asks.map((one) => (one.id === more.id ? { ...one, users: both(one.users) } : one));
}

/** Splits the people of each question into those for whom it stays open and those for whom it is settled. */
function leave(
  asks: readonly OpenAsk[],
  stays: (ask: OpenAsk, user: string) => boolean,
  how: SettlingNotice['how'],
  notice: EventNotice,
): Asks {
  const parted = asks.map((one) => ({
    left: { ...one, users: one.users.filter((user) => stays(one, user)) },
    gone: { ...one, users: one.users.filter((user) => !stays(one, user)) },
  }));
  return {
    asks: parted.map(({ left }) => left).filter(({ users }) => users.length > 0),
    settled: parted
      .filter(({ gone }) => gone.users.length > 0)
      .map(({ gone }) => settling(gone, how, notice)),
  };
}

const settling = (
  { id, part, users, since }: OpenAsk,
  how: SettlingNotice['how'],
  notice: EventNotice | CardNotice,
): SettlingNotice => ({
  kind: 'settling',
  id: `${notice.id}:${how}:${id}:${users[0] ?? ''}`,
  tried: false,
  card: notice.card,
  ask: { id, part, users, since },
  how,
  by: notice.id,
  event: notice.kind === 'event' ? notice.event : null,
});
