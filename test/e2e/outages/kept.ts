import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../../start/child.ts';

const againAfterMs = 1000;

/** Something that the company runs on, and that can be away. */
export interface Mortal {
  /** Away for so many ms; resolves when it is back. */
  isAway(forMs: number): Promise<void>;
}

/** A process that is started again whenever it ends, as a process manager does. */
export class Kept implements Mortal {
  /** How it ended when nobody had killed it, and why it did not start. */
  readonly fell: string[] = [];
  readonly #start: () => Promise<Child>;
  #child: Child;
  /** Whether whatever becomes of it is meant. */
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

  /** From now on nobody starts it again. */
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

/** Something that nobody kills, as it would forget what it has to testify; it is cut off. */
export const cutOff = (cut: () => void, mend: () => void): Mortal => ({
  isAway: async (forMs) => {
    cut();
    await sleep(forMs);
    mend();
  },
});
