import { WebAPIPlatformError } from '@slack/web-api';
import type { Backlog, Destination } from '../../domain/messages/round.ts';
import type { Progress } from './progress.ts';
import type { Tried } from './posts-found.ts';

/** Something to deliver in one place. */
export interface DeliveryItem {
  readonly place: Destination;
  /** Unique within its place: for a notice, its ID. */
  readonly id: string;
  /** Whether an earlier run may have delivered it. */
  readonly tried: boolean;
  /** Whether it starts only when everything before it in its place is posted. */
  readonly waits: boolean;
  /** Resolves once it has joined the line of its place; `said` resolves once it is posted. */
  begin(tried: Tried, signal: AbortSignal): Promise<{ readonly said: Promise<unknown> }>;
}

/** How long to wait for rate-limited places, in ms; null: without limit. */
interface Patience {
  /** Since delivery began. */
  readonly inAllMs: number | null;
  /** Since the last successful delivery anywhere. Applies only if there are several places. */
  readonly quietMs: number | null;
}

interface Attempt {
  readonly before: Progress;
  /** Epoch ms. Nothing was delivered before, except as `triedSince` and `tried` say. */
  readonly began: number;
  readonly triedSince: ReadonlyMap<Destination, number>;
  readonly patience: Patience;
  /** Aborts when nothing more may be posted. */
  readonly signal: AbortSignal;
}

const leaves = new Error('It is left to another round');

/** Delivers to several places at once, to each in order. A place that is held up holds up no other. */
export class Telling {
  readonly #attempt: Attempt;
  readonly #items: DeliveryItem[] = [];
  readonly #told = new Map<Destination, Set<string>>();
  /** Places where everything has begun: what is left there is known not to be posted. */
  readonly #begun = new Set<Destination>();
  readonly #doubtful = new Set<Destination>();
  readonly #failures = new Map<Destination, unknown>();
  #toldAny = false;
  #isOver = false;
  #onTold: () => void = () => undefined;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
    for (const [place, ids] of Object.entries(attempt.before.told)) this.#told.set(place, new Set(ids));
  }

  /** What a later attempt has to know. Exact once `tell` has ended. */
  get progress(): Progress {
    const told = Object.fromEntries([...this.#told].map(([place, ids]) => [place, [...ids]]));
    return { told, doubtful: this.#isOver ? [...this.#doubtful] : null };
  }

  get toldAny(): boolean {
    return this.#toldAny;
  }

  /** The errors of what could not be delivered. */
  get failures(): readonly unknown[] {
    return [...this.#failures.values()];
  }

  failureAt(place: Destination): unknown {
    return this.#failures.get(place) ?? null;
  }

  /** Whether an attempt is known to have delivered it. */
  wasTold(place: Destination, id: string): boolean {
    return this.#told.get(place)?.has(id) === true;
  }

  /** Leaves items to another round. */
  leave(items: readonly DeliveryItem[]): void {
    this.#items.push(...items);
  }

  /** Delivers everything that no earlier attempt has delivered. Leaves what it cannot deliver in time. Never throws. */
  async tell(items: readonly DeliveryItem[]): Promise<void> {
    this.#items.push(...items);
    const open = items.filter((item) => !this.#isTold(item));
    const places = [...new Set(open.map(({ place }) => place))];
    const leaving = new AbortController();
    const stop = this.#limit(leaving, places.length);
    const signal = AbortSignal.any([this.#attempt.signal, leaving.signal]);
    await Promise.all(
      places.map((place) =>
        this.#tellPlace(
          open.filter((item) => item.place === place),
          signal,
        ),
      ),
    );
    stop();
  }

  /** Ends the delivery and returns what is left. */
  end(): readonly Backlog[] {
    this.#isOver = true;
    const open = this.#items.filter((item) => !this.#isTold(item));
    return [...new Set(open.map(({ place }) => place))].map((place) => ({
      place,
      notices: open.filter((item) => item.place === place).map(({ id }) => id),
      triedSince: this.#triedSince(place),
    }));
  }

  #isTold({ place, id }: DeliveryItem): boolean {
    return this.wasTold(place, id);
  }

  #limit(leaving: AbortController, places: number): () => void {
    const { inAllMs, quietMs } = this.#attempt.patience;
    const leave = () => {
      leaving.abort(leaves);
    };
    const inAll = inAllMs === null ? null : setTimeout(leave, inAllMs);
    const quiet = quietMs === null || places < 2 ? null : setTimeout(leave, quietMs);
    this.#onTold = () => quiet?.refresh();
    return () => {
      if (inAll !== null) clearTimeout(inAll);
      if (quiet !== null) clearTimeout(quiet);
    };
  }

  /** Puts all items into the line at once, so that those that have to wait can be joined into one message. */
  async #tellPlace(items: readonly DeliveryItem[], until: AbortSignal): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([until, failing.signal]);
    const all: Promise<void>[] = [];
    const onFailure = ({ place }: DeliveryItem, error: unknown) => {
      failing.abort(error);
      if (error === leaves || error === until.reason || this.#failures.has(place)) return;
      this.#failures.set(place, error);
      // What Slack refused was not posted; what it did not answer may have been.
      if (!(error instanceof WebAPIPlatformError)) this.#doubtful.add(place);
    };
    let begun = 0;
    for (const item of items) {
      if (signal.aborted) break;
      if (item.waits) await Promise.all(all);
      try {
        const tried = this.#tried(item.place, items);
        const { said } = await item.begin(tried, signal);
        begun += 1;
        all.push(
          said.then(
            () => {
              this.#onSaid(item);
            },
            (error: unknown) => {
              onFailure(item, error);
            },
          ),
        );
      } catch (error) {
        onFailure(item, error);
      }
    }
    // Until all items have begun, it is not known whether an earlier attempt delivered them.
    for (const { place } of items) if (begun === items.length) this.#begun.add(place);
    // Waits for calls in flight, so that their outcome is settled before another attempt searches for them.
    await Promise.all(all);
  }

  #onSaid({ place, id }: DeliveryItem): void {
    this.#toldAny = true;
    this.#told.set(place, (this.#told.get(place) ?? new Set()).add(id));
    this.#onTold();
  }

  /** Whether, and since when, an earlier attempt may have delivered some of the items. */
  #tried(place: Destination, items: readonly DeliveryItem[]): Tried {
    if (items.some(({ tried }) => tried)) return { since: null };
    const since = this.#before(place);
    return since === null ? null : { since };
  }

  #before(place: Destination): number | null {
    const { before, began, triedSince } = this.#attempt;
    const isDoubtful = before.doubtful === null || before.doubtful.includes(place);
    return triedSince.get(place) ?? (isDoubtful ? began : null);
  }

  #triedSince(place: Destination): number | null {
    if (this.#doubtful.has(place)) return this.#before(place) ?? this.#attempt.began;
    return this.#begun.has(place) ? null : this.#before(place);
  }
}
