import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../domain/messages/bounds.ts';
import {
  mostBytes,
  newest,
  pastEvents,
  boundedNotices,
  boundedRows,
} from '../../../domain/messages/handed-over.ts';
import type { Notice } from '../../../domain/messages/notice.ts';
import { nothingLeft } from '../../../domain/messages/round.ts';
import type { UndeliveredNotices } from '../../../domain/messages/runs.ts';
import { nobody } from '../../../domain/messages/origin.ts';
import type { EventFacts, EventType, ReleaseEvent } from '../../../domain/release/events.ts';

const long = 'ы'.repeat(3000);
const sizeOf = (value: unknown) => bytesOf(JSON.stringify(value));
const event = <T extends EventType>(n: number, type: T, facts: EventFacts[T]) =>
  ({ n, at: n, type, facts, ...nobody }) as ReleaseEvent;
const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

describe('what a release remembers', () => {
  it('is all that happened, while that is little', () => {
    const events = many(300, (n) => event(n, 'adminFound', { before: null, ready: true, reason: 'me' }));
    expect(pastEvents(events)).toEqual(events);
  });

  it('is of long texts and lists their beginning', () => {
    const differences = many(50, (n) => ({ type: 'component', component: `${String(n)}${long}` }));
    const facts = { voters: many(50, (n) => `U_${String(n)}`), cause: 'changed', differences } as never;
    const [past] = pastEvents([event(1, 'votesVoided', facts)]);
    expect(sizeOf(past)).toBeLessThan(1500);
    expect(past).toMatchObject({ facts: { cause: 'changed', voters: ['U_0', 'U_1', 'U_2'] } });
  });

  it('is of thousands of events the newest, and the first and the last of each kind', () => {
    const notes = many(9000, (n) => event(n + 3, 'adminFound', { before: null, ready: true, reason: long }));
    const past = pastEvents([
      event(1, 'requested', {}),
      event(2, 'checksPassed', { ignoredComponents: [] }),
      ...notes,
    ]);
    expect(sizeOf(past)).toBeLessThan(1.1 * mostBytes);
    expect(past.slice(0, 3).map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(past.at(-1)?.n).toBe(9002);
  });
});

describe('what the log does not have yet', () => {
  const row = (n: number, reason: string) =>
    ({ key: `k${String(n)}`, facts: { reason, at: n, list: [n] } }) as never;

  it('goes on as it is, while it is little', () => {
    const rows = many(50, (n) => row(n, long));
    expect(boundedRows(rows)).toBe(rows);
  });

  it('all goes on, with shorter texts, when it is much', () => {
    const rows = boundedRows(many(660, (n) => row(n, long)));
    expect(rows.map(({ key }) => key)).toEqual(many(660, (n) => `k${String(n)}`));
    expect(rows.at(-1)?.facts).toMatchObject({ reason: `${'ы'.repeat(300)}…`, at: 659, list: [659] });
    expect(sizeOf(rows)).toBeLessThan(1_000_000);
  });
});

it('of answers the newest go on', () => {
  const answers = many(200, (n) => ({ commandId: `c${String(n)}`, answer: { long } }));
  const kept = newest(answers);
  expect(kept.at(-1)).toBe(answers.at(-1));
  expect(sizeOf(kept)).toBeLessThan(1.1 * mostBytes);
  expect(newest(answers.slice(0, 9))).toEqual(answers.slice(0, 9));
});

describe('what Slack is still told', () => {
  const card = { key: 'k', title: long } as never;
  const notice = (n: number, more: object): Notice =>
    ({ id: `n${String(n)}`, tried: true, card, ...more }) as never;
  const told = (n: number) => notice(n, { kind: 'event', event: event(n, 'finished', {}) });
  const nudge = (n: number) => notice(n, { kind: 'event', event: event(n, 'nudged', {} as never) });
  const answer = (n: number) => notice(n, { kind: 'answer', answer: {}, actor: 'U_ANN', replyTo: null });
  const untold = (more: Partial<UndeliveredNotices>): UndeliveredNotices => ({
    ...{ notices: [], left: nothingLeft, cardPlace: null, asks: [] },
    ...more,
  });

  it('is all, while that is little', () => {
    const all = untold({ notices: many(20, told) });
    expect(boundedNotices(all)).toBe(all);
  });

  it('is what happened before answers, these before reminders, and the last card', () => {
    const notices = many(33, (n) => [
      notice(4 * n, { kind: 'card' }),
      nudge(4 * n + 1),
      answer(4 * n + 2),
      told(4 * n + 3),
    ]).flat();
    const kept = boundedNotices(untold({ notices })).notices;
    const kinds = kept.map((one) => (one.kind === 'event' ? one.event.type : one.kind));
    expect(sizeOf(kept)).toBeLessThan(mostBytes + 1000);
    expect(kinds.filter((kind) => kind === 'finished')).toHaveLength(33);
    expect(kinds.filter((kind) => kind === 'card')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'answer').length).toBeGreaterThan(20);
    expect(kinds).not.toContain('nudged');
    expect(kept).toEqual(notices.filter((one) => kept.includes(one)));
  });

  it('no place waits for what is left out', () => {
    const notices = many(100, answer);
    const backlog = (place: string, of: readonly Notice[]) => ({
      ...{ place, notices: of.map(({ id }) => id), triedSince: null },
    });
    const backlogs = [backlog('U_ANN', notices.slice(0, 10)), backlog('U_BEN', notices)];
    const { left } = boundedNotices(untold({ left: { notices, backlogs } }));
    expect(left.backlogs.map(({ place }) => place)).toEqual(['U_BEN']);
    expect(left.backlogs[0]?.notices).toEqual(left.notices.map(({ id }) => id));
  });
});
