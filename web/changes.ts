import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from './wire.ts';

/** The result of one look. */
export interface Probe {
  /** The `seq` of the newest event; null without a log, or while it does not answer. */
  readonly seq: number | null;
  /** Whether the log and Temporal answer. */
  readonly log: boolean;
  readonly temporal: boolean;
}

const everyMs = 1000;
/**
 * Temporal's visibility lists lag behind its queries and the log. After this
 * many further looks they have caught up, and listeners are notified again.
 */
const looksAgainAfter = 2;
/** Without a log nothing reports changes, so listeners are notified after every so many looks. */
const looksWithoutLog = 5;

type Listener = (change: Change) => void;

/** Watches for changes with one look each second for all listeners, and none while there are no listeners. */
export class Changes {
  readonly #look: () => Promise<Probe>;
  readonly #listeners = new Set<Listener>();
  /** Null while there are no listeners. */
  #last: Promise<Probe> | null = null;

  /** `look` never rejects. */
  constructor(look: () => Promise<Probe>) {
    this.#look = look;
  }

  /** Calls the listener with the present state once it is known, and then at each change, until the signal aborts. */
  listen(listener: Listener, end: AbortSignal): void {
    if (end.aborted) return;
    this.#listeners.add(listener);
    end.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
    if (this.#last === null) {
      this.#last = this.#look();
      void this.#watch(this.#last);
    }
    void this.#last.then(({ seq }) => {
      if (this.#listeners.has(listener)) listener({ seq });
    });
  }

  async #watch(first: Promise<Probe>): Promise<void> {
    let before = await first;
    for (let looks = looksWithoutLog; ; looks += 1) {
      await sleep(everyMs);
      if (this.#listeners.size === 0) {
        this.#last = null;
        return;
      }
      this.#last = this.#look();
      const now = await this.#last;
      if (isNews(before, now)) looks = 0;
      const blind = now.seq === null && looks > 0 && looks % looksWithoutLog === 0;
      if (looks === 0 || looks === looksAgainAfter || blind) this.#tell({ seq: now.seq });
      before = now;
    }
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const isNews = (before: Probe, now: Probe): boolean =>
  (now.seq !== null && now.seq !== before.seq) ||
  (now.log && !before.log) ||
  (now.temporal && !before.temporal);
