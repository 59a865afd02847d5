/** What Temporal shows of a release may be older or newer than a notice. */
import { describe, expect, it } from 'vitest';
import { isOutdated } from '../../activities/outdated.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { nobody } from '../../domain/messages/origin.ts';
import { aCard } from '../support/a-card.ts';

const noticed = Date.parse(aCard.since);
const notice = { id: 'n', tried: false, card: aCard } as const;
const card: Notice = { ...notice, kind: 'card' };
const ask: Notice = {
  ...{ ...notice, kind: 'event' },
  event: {
    n: 2,
    at: noticed,
    type: 'lockLost',
    ...nobody,
    facts: { component: 'billing', reason: null, deploying: false },
  },
};
const told: Notice = {
  ...{ ...notice, kind: 'event' },
  event: { n: 2, at: noticed, type: 'finished', ...nobody, facts: {} },
};

const { ticket, tickets, title, url, key, stage, components, approvals, cannotVote } = aCard;
const shown: ListedRelease = {
  ...{ ticket, tickets, title, url, key, stage, components, approvals, cannotVote },
  ...{
    requester: 'U_DAN',
    admin: null,
    aliases: [],
    locks: [],
    neededLocks: [],
    lettingGo: [],
    since: noticed,
  },
};

const overtaken = (one: Notice, now: ListedRelease | null) => isOutdated(one, () => Promise.resolve(now));

describe.each([
  ['stands as it was told', shown, { card: false, ask: false }],
  ['went on', { ...shown, stage: 'queued', since: noticed + 1 }, { card: true, ask: true }],
  ['went on at the same instant', { ...shown, stage: 'queued' }, { card: true, ask: true }],
  ['came back to it', { ...shown, since: noticed + 1 }, { card: false, ask: true }],
  [
    'is shown as it was before',
    { ...shown, stage: 'checking', since: noticed - 1 },
    { card: false, ask: false },
  ],
  ['is not known any more', null, { card: false, ask: true }],
  ['is another one by now', { ...shown, key: 'next', since: noticed + 1 }, { card: false, ask: true }],
  [
    'is not shown, but the one before it',
    { ...shown, key: 'old', since: noticed - 1 },
    { card: false, ask: false },
  ],
] as const)('of a release that %s', (_, now, is) => {
  it(`its card is ${is.card ? '' : 'not '}overtaken`, async () => {
    expect(await overtaken(card, now)).toBe(is.card);
  });
  it(`what it asks of somebody is ${is.ask ? '' : 'not '}overtaken`, async () => {
    expect(await overtaken(ask, now)).toBe(is.ask);
  });
  it('what happened is told', async () => {
    expect(await overtaken(told, now)).toBe(false);
  });
});
