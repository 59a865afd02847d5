import { randomUUID } from 'node:crypto';
import { words } from '../../texts/cli-say.ts';
import { exitCodeOfSignal } from '../run/signals.ts';
import type { Signals } from '../run/signals.ts';
import { answerTo, isAway } from './patience.ts';
import type { Answer } from './way.ts';

/** The start of a release, which a signal does not tear: who may be on production has to know. A second signal ends it all the same. */
export class Start {
  readonly #ticket: string;
  readonly #ask: (commandId: string) => Promise<Answer>;
  #commandId = randomUUID();
  #isAsked = false;
  #interruptedBy: NodeJS.Signals | null = null;

  /** `ask`: for the start, by a command of that ID. */
  constructor(ticket: string, signals: Signals, ask: (commandId: string) => Promise<Answer>) {
    this.#ticket = ticket;
    this.#ask = ask;
    signals.listen((signal) => {
      const isSecond = this.#interruptedBy !== null;
      this.#interruptedBy = signal;
      if (!this.#isAsked || isSecond) this.#leave(signal);
    });
  }

  /** It was asked for, and nobody knows what became of that. */
  get isPending(): boolean {
    return this.#isAsked;
  }

  get interruptedBy(): NodeJS.Signals | null {
    return this.#interruptedBy;
  }

  /** The same command as before, if nobody knows what became of that. */
  async once(): Promise<Answer> {
    this.#isAsked = true;
    const answer = await answerTo(this.#ask(this.#commandId));
    if (isAway(answer)) return answer;
    this.#isAsked = false;
    this.#commandId = randomUUID();
    if (answer.status >= 400 && this.#interruptedBy !== null) this.#leave(this.#interruptedBy);
    return answer;
  }

  #leave(signal: NodeJS.Signals): never {
    console.error((this.#isAsked ? words.perhapsStarted : words.interrupted)(this.#ticket));
    process.exit(exitCodeOfSignal(signal));
  }
}
