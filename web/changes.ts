import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from './wire.ts';

/** What one look finds out. */
export interface Probe {
  /** Of the newest event in the log; null without a log, or while it does not answer. */
  readonly seq: number | null;
  /** Whether the log and Temporal answer. */
  readonly log: boolean;
  readonly temporal: boolean;
}

const everyMs = 1000;
/** Temporal's lists lag behind its queries and the log: so many looks after a change they have caught up. */
const looksAgainAfter = 2;
/** Without a log nobody tells what changed. */
const looksWithoutLog = 5;

type Listener = (change: Change) => void;

/** Watches for all who listen with one look each second, and with none while nobody does. */
export class Changes {
  readonly #look: () => Promise<Probe>;
  readonly #listeners = new Set<Listener>();
  /** Null while nobody listens. */
  #last: Promise<Probe> | null = null;

  /** `look` never rejects. */
  constructor(look: () => Promise<Probe>) {
    this.#look = look;
  }

  /** Tells what is known as soon as it is, and each change from then on, until the signal aborts. */
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
