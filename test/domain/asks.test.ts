/** Which direct messages still ask their reader for something, after each event. */
import { expect, it } from 'vitest';
import { ask, settle } from '../../domain/messages/asks.ts';
import type { OpenAsk } from '../../domain/messages/open-ask.ts';
import type { CardNotice, EventNotice, ReleaseCard } from '../../domain/messages/notice.ts';
import type { EventFacts, EventType, ReleaseEvent } from '../../domain/release/events.ts';
import { nobody } from '../../domain/messages/origin.ts';
import { aCard } from '../support/a-card.ts';

const waiting: ReleaseCard = { ...aCard, cannotVote: ['U_DAN'] };
const queued: ReleaseCard = { ...waiting, stage: 'queued', waitingFor: 'lock' };

function happened<T extends EventType>(
  n: number,
  type: T,
  facts: EventFacts[T],
  card: ReleaseCard = waiting,
): EventNotice {
  const event = { ...nobody, n, at: n * 1000, type, facts } as ReleaseEvent;
  return { kind: 'event', id: `${card.key}:${n}`, tried: false, card, event };
}
const shown = (card: ReleaseCard): CardNotice => ({ kind: 'card', id: 'uuid', tried: false, card });

const asked = happened(2, 'checksPassed', { ignoredComponents: [] });
const group = Array.from({ length: 500 }, (_, n) => `U_${n}`);
const open: readonly OpenAsk[] = ask([], asked, 'approver', ['U_VERA', 'U_OLEG']).asks;

const whatOf = ({ asks, settled }: ReturnType<typeof settle>) => ({
  open: asks.map(({ id, users }) => `${id} ${users.join()}`),
  gone: settled.map(({ ask: { id, users }, how }) => `${how} ${id} ${users.join()}`),
});

it('what all were asked is settled by the good of one', () => {
  expect(whatOf(settle(open, happened(3, 'accepted', {}, queued)))).toEqual({
    open: [],
    gone: ['settled key:2 U_VERA,U_OLEG'],
  });
});

it('one good of several settles it for who gave it', () => {
  const card = { ...waiting, cannotVote: ['U_DAN', 'U_VERA'] };
  expect(whatOf(settle(open, happened(3, 'voted', { approvals: [] }, card)))).toEqual({
    open: ['key:2 U_OLEG'],
    gone: ['settled key:2 U_VERA'],
  });
});

it('a reminder takes the place of what those who get it were asked before', () => {
  const nudge = happened(3, 'nudged', { reminder: 'approvers', count: 1, waitingSince: 0 });
  expect(whatOf(settle(open, nudge))).toEqual({ open: ['key:2 U_VERA,U_OLEG'], gone: [] });
  expect(whatOf(ask(open, nudge, 'approver', ['U_VERA', 'U_KIM']))).toEqual({
    open: ['key:2 U_OLEG', 'key:3 U_VERA,U_KIM'],
    gone: ['replaced key:2 U_VERA'],
  });
});

it('that it will expire takes the place of nothing', () => {
  const warning = happened(3, 'expiryNear', { at: 0 });
  expect(whatOf(ask(open, warning, 'approver', ['U_VERA'])).gone).toEqual([]);
});

it('what the checks find now is asked for where they found something else, and only there', () => {
  expect(whatOf(settle(open, shown(waiting)))).toEqual({ open: ['key:2 U_VERA,U_OLEG'], gone: [] });
  const found = settle(open, shown({ ...waiting, finding: 7 }));
  expect(whatOf(found)).toEqual({
    open: ['key:anew-uuid U_VERA,U_OLEG'],
    gone: ['anew key:2 U_VERA,U_OLEG'],
  });
  expect(found.asks[0]).toMatchObject({ finding: 7, since: 2000 });
});

it('who takes part no more, or asks for another release, is left alone', () => {
  const ready: ReleaseCard = { ...waiting, stage: 'ready', waitingFor: 'start' };
  const turn = happened(5, 'turnCame', { components: [], adminNeeded: false }, ready);
  const { asks } = ask([], turn, 'requester', ['U_DAN']);
  expect(
    whatOf(settle(asks, happened(6, 'started', { components: [] }, { ...ready, key: 'other' }))),
  ).toEqual({
    open: ['key:5 U_DAN'],
    gone: [],
  });
  const handedOver = happened(
    6,
    'handedOver',
    { from: 'U_DAN', to: 'U_DORA', goodVoided: false },
    { ...ready, requester: 'U_DORA' },
  );
  expect(whatOf(settle(asks, handedOver)).gone).toEqual(['settled key:5 U_DAN']);
  const frozen = shown({ ...ready, waitingFor: 'freeze' });
  expect(settle(asks, frozen).asks[0]?.steps).toEqual([]);
});

it('a group of 500 takes little room, however often it is reminded', () => {
  let asks = ask([], asked, 'approver', group).asks;
  for (let n = 3; n < 30; n++) {
    const nudge = happened(n, 'nudged', { reminder: 'approvers', count: n, waitingSince: 0 });
    asks = ask(settle(asks, nudge).asks, nudge, 'approver', group).asks;
  }
  expect(asks).toHaveLength(1);
  expect(JSON.stringify(asks).length).toBeLessThan(6000);
});
