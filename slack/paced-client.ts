import { WebClient } from '@slack/web-api';
import type { WebAPICallResult, WebClientOptions } from '@slack/web-api';
import { limitOf } from './limits.ts';
import { isSlacksOwn, withPlainDates } from './plain-dates.ts';
import { Turns } from './turns.ts';

/** The turns of each method of Slack's API, for all clients of a process. */
export class MethodTurns {
  readonly #speed: number;
  readonly #turns = new Map<string, Turns>();

  /** `speed` is 1 at Slack's own limits, see `messagesPerSecond`. */
  constructor(speed: number) {
    this.#speed = speed;
  }

  of(method: string): Turns {
    const turns = this.#turns.get(method) ?? new Turns(limitOf(method, this.#speed));
    this.#turns.set(method, turns);
    return turns;
  }
}

/** They wait for their turn before they are called: see `Pace`. */
const pacedBefore = ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'chat.delete'];

/** Calls each method of Slack's API as often as Slack allows, and again after as long as Slack wants. Throws Slack's other errors. */
export class PacedClient extends WebClient {
  readonly #turns: MethodTurns;
  readonly #urgent: boolean;
  /** Another program than Slack may not know its token for a time. */
  readonly #plainDates: boolean;

  /** `urgent`: somebody waits for what it asks; it goes before what other clients of the process ask. */
  constructor(token: string, options: WebClientOptions, turns: MethodTurns, urgent = false) {
    super(token, { ...options, rejectRateLimitedCalls: true });
    this.#turns = turns;
    this.#urgent = urgent;
    this.#plainDates = !isSlacksOwn(options.slackApiUrl);
  }

  override apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const args = options !== undefined && this.#plainDates ? withPlainDates(options) : options;
    const call = () => super.apiCall(method, args);
    return pacedBefore.includes(method)
      ? call()
      : this.#turns.of(method).inTurn(call, { urgent: this.#urgent });
  }
}
