const caught = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signals by which somebody ends us; whoever listens last hears of them. */
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
