import type { App, Receiver } from '@slack/bolt';
import { PatientSocket } from './patient-socket.ts';

interface SlackEvent {
  readonly ack: (response?: Record<string, unknown>) => Promise<void>;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/** Slack may be down for long. With its default policy the client backs off ever further and finally gives up. */
const retryConfig = { forever: true, minTimeout: 500, maxTimeout: 10_000 };

/**
 * Socket Mode that acknowledges an event only after its listeners are done; Slack redelivers an event that is not acknowledged. Bolt
 * acknowledges first, so a bot that dies in between would lose the command.
 */
export class DeferredAckReceiver implements Receiver {
  readonly #client: PatientSocket;
  readonly #onError: (error: unknown) => void;
  readonly #inHand = new Set<Promise<void>>();
  #stopping = false;

  /** `onConnected` is called on every connection, including the first, before any event arrives. */
  constructor(
    { appToken, apiUrl }: { readonly appToken: string; readonly apiUrl: string | undefined },
    onConnected: () => void,
    onError: (error: unknown) => void,
  ) {
    this.#onError = onError;
    this.#client = new PatientSocket({
      appToken,
      clientOptions: { retryConfig, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) },
    });
    this.#client.on('connected', onConnected);
  }

  /** Whether Slack can reach us. */
  get isConnected(): boolean {
    return this.#client.websocket?.isActive() === true;
  }

  init(app: App): void {
    this.#client.on('slack_event', (event: SlackEvent) => {
      if (this.#stopping) return;
      const handling = this.#handle(app, event).finally(() => this.#inHand.delete(handling));
      this.#inHand.add(handling);
    });
  }

  async #handle(app: App, { ack, body, retry_num, retry_reason }: SlackEvent): Promise<void> {
    let response: Record<string, unknown> | undefined;
    const remember = (value?: unknown) => {
      response = value as Record<string, unknown> | undefined;
      return Promise.resolve();
    };
    try {
      await app.processEvent({
        body,
        ack: remember,
        ...(retry_num === undefined ? {} : { retryNum: retry_num }),
        ...(retry_reason === undefined ? {} : { retryReason: retry_reason }),
      });
      await ack(response);
    } catch (error) {
      this.#onError(error);
    }
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  /** Accepts no new events, finishes those in progress, and disconnects. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#inHand);
    await this.#client.disconnect();
  }
}
