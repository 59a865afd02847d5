import type { AddressedOrder } from '../domain/messages/lock-messages.ts';
import { signalLock } from './signal-lock.ts';

/** One sender per coordinator: each gets its orders in turn, and one that is gone delays no other. */
export class OrderSenders {
  readonly #atWork = new Set<string>();
  readonly #pending: () => readonly AddressedOrder[];
  readonly #sent: (order: AddressedOrder) => void;

  /** `sent` removes an order from `pending`. */
  constructor(pending: () => readonly AddressedOrder[], sent: (order: AddressedOrder) => void) {
    this.#pending = pending;
    this.#sent = sent;
  }

  sendAll(): void {
    for (const { component } of this.#pending()) {
      if (!this.#atWork.has(component)) void this.#sendTo(component);
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
  }
}
