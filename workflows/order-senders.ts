import type { AddressedOrder } from '../domain/messages/lock-messages.ts';
import { signalLock } from './signal-lock.ts';

/** The server allows a workflow 2,000 signals on their way; beyond that its task fails for good. */
const mostAtWork = 500;

/** One sender per coordinator: each gets its orders in turn, and one that is gone delays no other, unless there are very many. */
export class OrderSenders {
  readonly #atWork = new Set<string>();
  readonly #pending: () => readonly AddressedOrder[];
  readonly #sent: (order: AddressedOrder) => void;
  /** Whether others wait until a sender is done. */
  #isCrowded = false;

  /** `sent` removes an order from `pending`. */
  constructor(pending: () => readonly AddressedOrder[], sent: (order: AddressedOrder) => void) {
    this.#pending = pending;
    this.#sent = sent;
  }

  sendAll(): void {
    this.#isCrowded = false;
    for (const { component } of this.#pending()) {
      if (this.#atWork.has(component)) continue;
      if (this.#atWork.size >= mostAtWork) {
        this.#isCrowded = true;
        return;
      }
      void this.#sendTo(component);
    }
  }

  async #sendTo(component: string): Promise<void> {
    this.#atWork.add(component);
    const next = () => this.#pending().find((order) => order.component === component);
    for (let order = next(); order !== undefined; order = next()) {
      await signalLock(order);
      this.#sent(order);
    }
    this.#atWork.delete(component);
    if (this.#isCrowded) this.sendAll();
  }
}
