import { randomUUID } from 'node:crypto';
import { words } from '../../texts/cli-say.ts';
import { exitCodeOfSignal } from '../run/signals.ts';
import type { Signals } from '../run/signals.ts';
import { answerOrUnreachable, isAway } from './retry.ts';
import type { ApiAnswer } from './way.ts';

/**
 * Starts a release. The first signal waits for the answer, since the caller has to know whether it is on production; a second signal ends
 * at once.
 */
export class Start {
  readonly #ticket: string;
  readonly #ask: (commandId: string) => Promise<ApiAnswer>;
  #commandId = randomUUID();
  #isAsked = false;
  #interruptedBy: NodeJS.Signals | null = null;

  /** `ask` requests the start, with the given command ID. */
  constructor(ticket: string, signals: Signals, ask: (commandId: string) => Promise<ApiAnswer>) {
    this.#ticket = ticket;
    this.#ask = ask;
    signals.listen((signal) => {
      const isSecond = this.#interruptedBy !== null;
      this.#interruptedBy = signal;
      if (!this.#isAsked || isSecond) this.#leave(signal);
    });
  }

  /** Whether a start was requested and its outcome is unknown. */
  get isPending(): boolean {
    return this.#isAsked;
  }

  get interruptedBy(): NodeJS.Signals | null {
    return this.#interruptedBy;
  }

  /** Requests the start. If the outcome of the last request is unknown, repeats it with the same command ID. */
  async once(): Promise<ApiAnswer> {
    this.#isAsked = true;
    const answer = await answerOrUnreachable(this.#ask(this.#commandId));
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
