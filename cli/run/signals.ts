import { constants } from 'node:os';

const caught = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signals that ask us to end. Only the latest listener is called. */
export class Signals {
  #hear: (signal: NodeJS.Signals) => void = () => undefined;

  constructor() {
    for (const signal of caught) {
      process.on(signal, () => {
        this.#hear(signal);
      });
    }
  }

  listen(hear: (signal: NodeJS.Signals) => void): void {
    this.#hear = hear;
  }
}

/** The exit code of a process that a signal ended. */
export const exitCodeOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
