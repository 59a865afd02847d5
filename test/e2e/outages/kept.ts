import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../../start/child.ts';

const againAfterMs = 1000;

/** Something that the company runs on and that can be unavailable. */
export interface Mortal {
  /** Unavailable for this long, ms. Resolves when it is back. */
  isAway(forMs: number): Promise<void>;
}

/** A process that is restarted whenever it ends, as by a process manager. */
export class Kept implements Mortal {
  /** How it ended without being killed on purpose, and why it did not start. */
  readonly fell: string[] = [];
  readonly #start: () => Promise<Child>;
  #child: Child;
  /** Whether its end is intended at the moment. */
  #isMeant = false;

  constructor(child: Child, start: () => Promise<Child>) {
    this.#start = start;
    this.#child = child;
    this.#watch(child);
  }

  async isAway(forMs: number): Promise<void> {
    this.#isMeant = true;
    await this.#child.kill();
    await sleep(forMs);
    await this.#startAgain();
  }

  /** Stops restarting it. */
  leave(): void {
    this.#isMeant = true;
  }

  async #startAgain(): Promise<void> {
    for (;;) {
      try {
        this.#child = await this.#start();
        this.#isMeant = false;
        this.#watch(this.#child);
        return;
      } catch (error) {
        this.fell.push(String(error));
        await sleep(againAfterMs);
      }
    }
  }

  #watch(child: Child): void {
    void child.ended.then((how) => {
      if (this.#isMeant) return;
      this.#isMeant = true;
      this.fell.push([how, ...child.lastLines()].join('\n  '));
      void this.#startAgain();
    });
  }
}

/** A part that is cut off instead of killed, because it would lose the evidence that it holds. */
export const cutOff = (cut: () => void, mend: () => void): Mortal => ({
  isAway: async (forMs) => {
    cut();
    await sleep(forMs);
    mend();
  },
});
