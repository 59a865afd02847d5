import { WebClient } from '@slack/web-api';
import type { WebAPICallResult, WebClientOptions } from '@slack/web-api';
import { limitOf } from './limits.ts';
import { isSlacksOwn, withPlainDates } from './plain-dates.ts';
import { wellFormed } from './well-formed.ts';
import { RateLimiter } from './turns.ts';

/** The rate limits of all methods of Slack's API, shared by all clients of a process. */
export class MethodTurns {
  readonly #speed: number;
  readonly #turns = new Map<string, RateLimiter>();

  /** `speed` is 1 for Slack's own limits; see `messagesPerSecond`. */
  constructor(speed: number) {
    this.#speed = speed;
  }

  of(method: string): RateLimiter {
    const turns = this.#turns.get(method) ?? new RateLimiter(limitOf(method, this.#speed));
    this.#turns.set(method, turns);
    return turns;
  }
}

/** `Pace` waits for the turns of these methods before it calls them. */
const pacedBefore = ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'chat.delete'];

/** A client that keeps Slack's rate limits and retries after a 429. Throws Slack's other errors. */
export class PacedClient extends WebClient {
  readonly #turns: MethodTurns;
  readonly #urgent: boolean;
  /** A server other than Slack may not know Slack's date tokens. */
  readonly #plainDates: boolean;

  /** `urgent`: somebody waits for the answers, so its calls go before those of other clients. */
  constructor(token: string, options: WebClientOptions, turns: MethodTurns, urgent = false) {
    super(token, { ...options, rejectRateLimitedCalls: true });
    this.#turns = turns;
    this.#urgent = urgent;
    this.#plainDates = !isSlacksOwn(options.slackApiUrl);
  }

  override apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const given = wellFormed(options);
    const args = given !== undefined && this.#plainDates ? withPlainDates(given) : given;
    const call = () => super.apiCall(method, args);
    return pacedBefore.includes(method)
      ? call()
      : this.#turns.of(method).inTurn(call, { urgent: this.#urgent });
  }
}
