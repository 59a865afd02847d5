import { CancellationScope, sleep } from '@temporalio/workflow';

/** Rings at an instant. Setting the same instant again keeps the timer. */
export class Alarm {
  #at: number | null = null;
  #timer: CancellationScope | null = null;
  #rings = false;

  get rings(): boolean {
    return this.#rings;
  }

  /** Epoch ms; null for never. */
  setTo(at: number | null): void {
    if (at === this.#at && !this.#rings) return;
    if (!this.#rings) this.#timer?.cancel();
    this.#at = at;
    this.#rings = false;
    this.#timer = at === null ? null : this.#start(at);
  }

  #start(at: number): CancellationScope {
    const timer = new CancellationScope();
    const ring = () => {
      this.#rings = true;
    };
    const setOtherwise = () => undefined;
    timer.run(() => sleep(Math.max(at - Date.now(), 1))).then(ring, setOtherwise);
    return timer;
  }
}
