import { condition, proxyActivities } from '@temporalio/workflow';
import type { SharedActivities } from '../domain/messages/activities.ts';
import { ask, settle } from '../domain/messages/asks.ts';
import { boundedNotices } from '../domain/messages/handed-over.ts';
import type { CardLocation, EventNotice, Notice } from '../domain/messages/notice.ts';
import type { AskedPeople, OpenAsk } from '../domain/messages/open-ask.ts';
import type { Backlog, Destination } from '../domain/messages/round.ts';
import type { UndeliveredNotices } from '../domain/messages/runs.ts';
import { untilDelivered } from './until-delivered.ts';

const { deliverNotices } = proxyActivities<SharedActivities>(untilDelivered);

const atOnce = 20;
/**
 * At most this many places that wait for Slack get a round each. More share one, or a group of hundreds would take hundreds of activities.
 */
const mostAlone = 4;

/**
 * Delivers notices to Slack, in order and at Slack's pace, for as long as the workflow runs. A first round delivers to every place. Places
 * that Slack rate-limits or refuses are left to further rounds beside it, each place in its own order.
 */
export class Outbox {
  readonly #notices: Notice[];
  /** The notices that the backlogs contain. */
  readonly #kept: Map<string, Notice>;
  #backlogs: readonly Backlog[];
  /** The places whose backlogs are being delivered. */
  readonly #busy = new Set<Destination>();
  #cardPlace: CardLocation | null;
  #asks: readonly OpenAsk[];
  /** The last event of the release that was delivered. */
  #last: EventNotice | null = null;
  /** Another outbox goes on with what this one has. */
  #isOver = false;

  constructor({ notices, left, cardPlace, asks }: UndeliveredNotices) {
    this.#notices = [...notices];
    this.#kept = new Map(left.notices.map((notice) => [notice.id, notice]));
    this.#backlogs = left.backlogs;
    this.#cardPlace = cardPlace;
    this.#asks = asks;
  }

  /** Whether everything is delivered. */
  get isEmpty(): boolean {
    return this.#notices.length + this.#backlogs.length === 0;
  }

  get untold(): UndeliveredNotices {
    return boundedNotices({
      notices: this.#notices.map((notice) => ({ ...notice, tried: true })),
      left: {
        notices: [...this.#kept.values()].map((notice) => ({ ...notice, tried: true })),
        backlogs: this.#backlogs,
      },
      cardPlace: this.#cardPlace,
      asks: this.#asks,
    });
  }

  /** Hands what is undelivered to another outbox; this one begins no more rounds. */
  handOver(): UndeliveredNotices {
    this.#isOver = true;
    return this.untold;
  }

  tell(notice: Notice): void {
    this.#notices.push(notice);
  }

  deliver(): void {
    void this.#tellAll();
    void this.#tellLeft();
  }

  async #tellAll(): Promise<never> {
    for (;;) {
      await condition(() => this.#notices.length > 0 && !this.#isOver);
      const batch = this.#notices.slice(0, atOnce);
      const except = this.#backlogs.map(({ place }) => place);
      const told = await deliverNotices(batch, { cardPlace: this.#cardPlace, only: null, except });
      this.#cardPlace = told.cardPlace ?? this.#cardPlace;
      this.#notices.splice(0, batch.length);
      for (const notice of batch) {
        this.#kept.set(notice.id, notice);
        this.#settle(notice);
        this.#ask(notice, told.asked);
      }
      this.#backlogs = told.left.reduce(behind, this.#backlogs);
      this.#forgetTold();
    }
  }

  async #tellLeft(): Promise<never> {
    const waiting = () => this.#backlogs.filter(({ place }) => !this.#busy.has(place));
    for (;;) {
      await condition(() => waiting().length > 0 && !this.#isOver);
      const all = waiting();
      const rounds = all.length <= mostAlone ? all.map((backlog) => [backlog]) : [all];
      for (const backlogs of rounds) void this.#tellOnly(backlogs);
    }
  }

  async #tellOnly(backlogs: readonly Backlog[]): Promise<void> {
    const only = backlogs.map((backlog) => ({ ...backlog, notices: backlog.notices.slice(0, atOnce) }));
    const isGiven = (place: Destination) => only.some((backlog) => backlog.place === place);
    const except = this.#backlogs.map(({ place }) => place).filter((place) => !isGiven(place));
    const ids = new Set(only.flatMap(({ notices }) => notices));
    const about = [...this.#kept.values()].filter(({ id }) => ids.has(id));
    for (const { place } of only) this.#busy.add(place);
    const told = await deliverNotices(about, { cardPlace: this.#cardPlace, only, except });
    for (const { place } of only) this.#busy.delete(place);
    this.#cardPlace = told.cardPlace ?? this.#cardPlace;
    for (const notice of about) this.#ask(notice, told.asked);
    // Requests recorded only now may have been settled meanwhile by the last event.
    if (this.#last !== null && told.asked.length > 0) this.#settle(this.#last);
    // What a place lacks still comes before what joined its backlog meanwhile; what another place lacks only now comes behind.
    const still = told.left.filter(({ place }) => isGiven(place));
    const anew = told.left.filter(({ place }) => !isGiven(place));
    this.#backlogs = [...only.reduce(without, this.#backlogs), ...anew].reduce(behind, still);
    this.#forgetTold();
  }

  #settle(notice: Notice): void {
    if (notice.kind === 'event') this.#last = notice;
    const { asks, settled } = settle(this.#asks, notice);
    this.#asks = asks;
    this.#notices.push(...settled);
  }

  #ask(notice: Notice, asked: readonly AskedPeople[]): void {
    if (notice.kind !== 'event') return;
    for (const { part, users } of asked.filter((one) => one.notice === notice.id)) {
      const { asks, settled } = ask(this.#asks, notice, part, users);
      this.#asks = asks;
      this.#notices.push(...settled);
    }
  }

  #forgetTold(): void {
    const left = new Set(this.#backlogs.flatMap(({ notices }) => notices));
    for (const id of this.#kept.keys()) if (!left.has(id)) this.#kept.delete(id);
  }
}

/** The backlogs with one more, behind what its place lacks already. */
function behind(all: readonly Backlog[], more: Backlog): readonly Backlog[] {
  const before = all.find(({ place }) => place === more.place);
  if (before === undefined) return [...all, more];
  const both = { ...before, notices: [...before.notices, ...more.notices] };
  return all.map((backlog) => (backlog === before ? both : backlog));
}

/** The backlogs without what a round was given. */
function without(all: readonly Backlog[], { place, notices }: Backlog): readonly Backlog[] {
  return all.flatMap((backlog) => {
    if (backlog.place !== place) return [backlog];
    const rest = backlog.notices.filter((id) => !notices.includes(id));
    return rest.length === 0 ? [] : [{ ...backlog, notices: rest, triedSince: null }];
  });
}
