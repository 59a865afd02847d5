import { WebAPIPlatformError } from '@slack/web-api';
import type { Backlog, PlaceKey } from '../../domain/messages/round.ts';
import type { Progress } from './progress.ts';
import type { Tried } from './posts-found.ts';

/** Something to be told in one place. */
export interface Item {
  readonly place: PlaceKey;
  /** What it is known by there: of a notice its ID. */
  readonly id: string;
  /** An earlier run may have told it. */
  readonly tried: boolean;
  /** It begins when all that comes before it in its place is there. */
  readonly waits: boolean;
  /** Resolves when it is in the line of its place; `said`, when it is there. */
  begin(tried: Tried, signal: AbortSignal): Promise<{ readonly said: Promise<unknown> }>;
}

/** How long it waits for places in which Slack has it wait, ms; null: as long as it takes. */
interface Patience {
  /** Since it began to tell. */
  readonly inAllMs: number | null;
  /** Since it could tell something anywhere, as long as there are several. */
  readonly quietMs: number | null;
}

interface Attempt {
  readonly before: Progress;
  /** Epoch ms. Nothing of it was told earlier, but by what `triedSince` and `tried` say. */
  readonly began: number;
  readonly triedSince: ReadonlyMap<PlaceKey, number>;
  readonly patience: Patience;
  /** Aborts when nothing more is to be said. */
  readonly signal: AbortSignal;
}

const leaves = new Error('It is left to another round');

/** Tells several places at once, each its own items in their order; whatever holds up one of them holds up no other. */
export class Telling {
  readonly #attempt: Attempt;
  readonly #items: Item[] = [];
  readonly #told = new Map<PlaceKey, Set<string>>();
  /** Where all has begun, so that what is left is not there. */
  readonly #begun = new Set<PlaceKey>();
  readonly #doubtful = new Set<PlaceKey>();
  readonly #failures = new Map<PlaceKey, unknown>();
  #toldAny = false;
  #isOver = false;
  #onTold: () => void = () => undefined;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
    for (const [place, ids] of Object.entries(attempt.before.told)) this.#told.set(place, new Set(ids));
  }

  /** What an attempt after this one has to know. Exact once `tell` has ended. */
  get progress(): Progress {
    const told = Object.fromEntries([...this.#told].map(([place, ids]) => [place, [...ids]]));
    return { told, doubtful: this.#isOver ? [...this.#doubtful] : null };
  }

  get toldAny(): boolean {
    return this.#toldAny;
  }

  /** Why something could not be told. */
  get failures(): readonly unknown[] {
    return [...this.#failures.values()];
  }

  failureAt(place: PlaceKey): unknown {
    return this.#failures.get(place) ?? null;
  }

  /** Whether an attempt is known to have told something. */
  wasTold(place: PlaceKey, id: string): boolean {
    return this.#told.get(place)?.has(id) === true;
  }

  /** Notes what is not to be told now. */
  leave(items: readonly Item[]): void {
    this.#items.push(...items);
  }

  /** Tells all that an earlier attempt has not told; what it cannot tell in time is left. Throws nothing. */
  async tell(items: readonly Item[]): Promise<void> {
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

  /** After that, no more is told. */
  end(): readonly Backlog[] {
    this.#isOver = true;
    const open = this.#items.filter((item) => !this.#isTold(item));
    return [...new Set(open.map(({ place }) => place))].map((place) => ({
      place,
      notices: open.filter((item) => item.place === place).map(({ id }) => id),
      triedSince: this.#triedSince(place),
    }));
  }

  #isTold({ place, id }: Item): boolean {
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

  /** All of it goes into the line at once, so that what has to wait there can be said in one message. */
  async #tellPlace(items: readonly Item[], until: AbortSignal): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([until, failing.signal]);
    const all: Promise<void>[] = [];
    const onFailure = ({ place }: Item, error: unknown) => {
      failing.abort(error);
      if (error === leaves || error === until.reason || this.#failures.has(place)) return;
      this.#failures.set(place, error);
      // What Slack refused is not there; what it did not answer may be.
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
    // As long as one of them has not begun, nobody knows whether an earlier attempt told it.
    for (const { place } of items) if (begun === items.length) this.#begun.add(place);
    // What is on its way is there, or is not, before another attempt looks for it.
    await Promise.all(all);
  }

  #onSaid({ place, id }: Item): void {
    this.#toldAny = true;
    this.#told.set(place, (this.#told.get(place) ?? new Set()).add(id));
    this.#onTold();
  }

  /** Whether, and since when, an earlier attempt may have told some of it. */
  #tried(place: PlaceKey, items: readonly Item[]): Tried {
    if (items.some(({ tried }) => tried)) return { since: null };
    const since = this.#before(place);
    return since === null ? null : { since };
  }

  #before(place: PlaceKey): number | null {
    const { before, began, triedSince } = this.#attempt;
    const isDoubtful = before.doubtful === null || before.doubtful.includes(place);
    return triedSince.get(place) ?? (isDoubtful ? began : null);
  }

  #triedSince(place: PlaceKey): number | null {
    if (this.#doubtful.has(place)) return this.#before(place) ?? this.#attempt.began;
    return this.#begun.has(place) ? null : this.#before(place);
  }
}
