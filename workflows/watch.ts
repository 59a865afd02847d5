import { condition, proxyActivities, setHandler, upsertMemo } from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import { watchRow } from '../domain/log/watch-row.ts';
import type { WatchActivities } from '../domain/messages/activities.ts';
import { notOursSignal, unrecordedQuery, watchPassedSignal } from '../domain/messages/definitions.ts';
import { newest, boundedRows } from '../domain/messages/handed-over.ts';
import type { WatchMemo } from '../domain/messages/memo.ts';
import { nobody } from '../domain/messages/origin.ts';
import { readNotOurs } from '../domain/messages/watch.ts';
import type { NotOursSaid, WatchHappened, WatchInput, WatchTold } from '../domain/messages/watch.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import { shownOf } from '../domain/watch/shown.ts';
import type { NotOurs, WatchShown } from '../domain/watch/shown.ts';
import { beginWatch } from '../domain/watch/watch.ts';
import type { WatchState } from '../domain/watch/watch.ts';
import { logIgnored } from './log-ignored.ts';
import { continueWithMemo } from './go-on.ts';
import { mustContinueAsNew } from './long-life.ts';
import { CameUp, recordAll } from './record.ts';
import { signalIfOpen } from './signal-lock.ts';
import { untilDelivered } from './until-delivered.ts';

const { showWatch, tellOfWatch } = proxyActivities<WatchActivities>(untilDelivered);

/** One attempt: a report is complete without its picture. */
const { drawWatch } = proxyActivities<WatchActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 1 },
});

/**
 * How soon another worker takes over after one has died, in ms. In any case, bad charts are reported within one interval and five seconds.
 */
const noticedWithinMs = 4000;

/**
 * Watches one release from its start until it has been well for long enough. One activity runs for as long as there is nothing to report,
 * and its heartbeats carry what it knows: while all is well, nothing is added to the history.
 */
export async function watch(input: WatchInput): Promise<WatchShown> {
  const { plan } = input;
  const { watchRelease } = proxyActivities<WatchActivities>({
    startToCloseTimeout: '365 days',
    heartbeatTimeout: Math.min(plan.everyMs, noticedWithinMs),
    retry: { initialInterval: '100 ms', maximumInterval: '5 seconds' },
  });
  const watched = new Watched(input);
  setHandler(notOursSignal, (payload: unknown) => {
    const said = readNotOurs(payload);
    if (said === null) logIgnored('A malformed signal was ignored', notOursSignal.name, payload);
    else watched.isNotOurs(said);
  });
  setHandler(unrecordedQuery, (handled = Infinity) => watched.unrecorded(handled));
  watched.deliver();
  while (watched.ended === null) {
    if (mustContinueAsNew(watched.inHand === 0))
      return continueWithMemo<typeof watch>([watched.left], { watch: watched.shown } satisfies WatchMemo);
    const { card, startedAt } = input;
    const seen = await watchRelease({ card, startedAt, plan, state: watched.state });
    watched.take(seen.state, seen.news);
  }
  const { ticket, key } = input.card;
  // The release may have been ended meanwhile, or an override may have let it pass.
  if (plan.holdLock && watched.ended === 'passed')
    await signalIfOpen(releaseIdOf(ticket), watchPassedSignal, key);
  await condition(() => watched.inHand === 0);
  return watched.shown;
}

/** What a watch knows, and what it still has to write to the log and to Slack, each at its own pace. */
class Watched {
  readonly #input: WatchInput;
  readonly #rows: EventRow[];
  readonly #cameUp = new CameUp();
  readonly #untold: WatchTold[];
  #state: WatchState;
  #notOurs: NotOurs;
  #toldBad: Readonly<Record<string, string>>;
  #count: number;
  #ended: WatchShown['ended'] = null;

  constructor(input: WatchInput) {
    this.#input = input;
    const { state, notOurs = {}, toldBad = {}, count = 0, rows = [], untold = [] } = input;
    this.#state = state ?? beginWatch(input.plan);
    this.#notOurs = notOurs;
    this.#toldBad = toldBad;
    this.#count = count;
    this.#rows = [...rows];
    this.#untold = [...untold];
  }

  get state(): WatchState {
    return this.#state;
  }

  get ended(): WatchShown['ended'] {
    return this.#ended;
  }

  get shown(): WatchShown {
    return shownOf(this.#input.plan, this.#state, this.#notOurs, this.#ended);
  }

  /** How much is not delivered or recorded yet. */
  get inHand(): number {
    return this.#rows.length + this.#untold.length;
  }

  /** See `unrecordedQuery`. */
  unrecorded(handled: number): readonly EventRow[] {
    return this.#cameUp.upTo(this.#rows, handled);
  }

  /** The input of the next run. */
  get left(): WatchInput {
    return {
      ...this.#input,
      ...{ state: this.#state, notOurs: this.#notOurs, toldBad: this.#toldBad, count: this.#count },
      ...{ rows: boundedRows(this.#rows), untold: newest(this.#untold) },
    };
  }

  deliver(): void {
    void recordAll(this.#rows);
    void this.#tellAll();
  }

  take(state: WatchState, news: readonly WatchHappened[]): void {
    const before = this.#state;
    this.#state = state;
    const end = news.find(({ type }) => type === 'passed' || type === 'over' || type === 'left');
    this.#ended = (end?.type as WatchShown['ended'] | undefined) ?? null;
    for (const one of news) this.#note(one, before);
    this.#show();
  }

  /** Notes that a bad check is not because of the release. Does nothing if said twice, or if the check is no longer bad. */
  isNotOurs(said: NotOursSaid): void {
    const { check, actor } = said;
    const bad = this.shown.bad.find((one) => one.check === check);
    if (bad === undefined || bad.notOurs !== null) return;
    this.#notOurs = { ...this.#notOurs, [check]: { actor, badSince: bad.found.at } };
    this.#note({ type: 'notOurs', check, actor }, this.#state, said);
    this.#show();
  }

  #show(): void {
    upsertMemo({ watch: this.shown } satisfies WatchMemo);
  }

  #note(what: WatchHappened, before = this.#state, origin = nobody): void {
    const at = Date.now();
    this.#count += 1;
    const row = watchRow(this.#input.card, what, this.#count, at, origin);
    const isFirst = what.type === 'bad' && Object.keys(this.#toldBad).length === 0;
    this.#rows.push(this.#cameUp.note(row));
    this.#untold.push({
      ...{ id: row.key, at, what, isFirst },
      shown: this.shown,
      settles: this.#settledBy(what, before),
    });
    if (what.type === 'bad') this.#toldBad = { ...this.#toldBad, [what.check]: row.key };
  }

  /** The rows whose messages asked for something that this event settles. `checks`: as they were before it. */
  #settledBy(what: WatchHappened, { checks }: WatchState): readonly string[] {
    const asking = (check: string): readonly string[] => [this.#toldBad[check] ?? []].flat();
    switch (what.type) {
      case 'left':
        return this.shown.bad.flatMap(({ check }) => asking(check));
      case 'well':
      case 'notOurs':
        return asking(what.check);
      case 'bad': {
        const bad = checks.find(({ id }) => id === what.check)?.bad ?? null;
        const isAnswered = bad === null || this.#notOurs[what.check]?.badSince === bad.at;
        return isAnswered ? [] : asking(what.check);
      }
      case 'badBefore':
      case 'blind':
      case 'sees':
      case 'passed':
      case 'over':
        return [];
    }
  }

  async #tellAll(): Promise<never> {
    const { card, startedAt, plan } = this.#input;
    const watched = { card, startedAt, plan };
    for (;;) {
      await condition(() => this.#untold.length > 0);
      const [next] = this.#untold;
      if (next !== undefined) {
        await Promise.all([tellOfWatch(watched, next, 'people'), tellOfWatch(watched, next, 'everyone')]);
      }
      if (this.#untold.length === 1) await showWatch(watched);
      if (next?.what.type === 'bad') void drawWatch(watched, next).catch(() => undefined);
      this.#untold.shift();
    }
  }
}
