import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { refusedToken } from '../slack/refusal.ts';

const againAfterMs = 10_000;

/** Socket Mode that retries until Slack accepts the connection. The base client gives up when Slack refuses, which ends the process. */
export class PatientSocket extends SocketModeClient {
  readonly #ended = new AbortController();

  override async start(): ReturnType<SocketModeClient['start']> {
    for (;;) {
      try {
        return await super.start();
      } catch (error) {
        if (this.#ended.signal.aborted) throw error;
        console.error(
          refusedToken('SLACK_APP_TOKEN', error) ?? `Slack is asked again for a connection: ${String(error)}`,
        );
        await sleep(againAfterMs, undefined, { signal: this.#ended.signal });
      }
    }
  }

  override async disconnect(): Promise<void> {
    this.#ended.abort();
    await super.disconnect();
  }
}
