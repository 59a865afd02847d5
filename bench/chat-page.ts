import { once } from 'node:events';
import { WebSocket } from 'undici';
import type { MessageEvent } from 'undici';
import { botUserId } from '../start/embedded-slack.ts';
import type { EmbeddedSlack } from '../start/embedded-slack.ts';

interface Pushed {
  readonly t: string;
  readonly message?: { readonly user?: string; readonly channel?: string };
}

const answerWithinMs = 20_000;

/** A client of the emulated Slack's page that receives each message as it appears. */
export class ChatPage {
  readonly #url: string;
  readonly #socket: WebSocket;

  private constructor(url: string, socket: WebSocket) {
    this.#url = url;
    this.#socket = socket;
  }

  static async open({ url }: EmbeddedSlack): Promise<ChatPage> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`);
    await once(socket, 'message');
    return new ChatPage(url, socket);
  }

  /** Mentions the bot and waits for its answer in that channel. Resolves to the ms between the two. */
  async ask(channel: string, user: string, words: string): Promise<number> {
    const from = performance.now();
    const [at] = await Promise.all([this.#answerIn(channel), this.#say(channel, user, words)]);
    return at - from;
  }

  async #say(channel: string, user: string, words: string): Promise<void> {
    const response = await fetch(`${this.#url}/_control/message`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel, user, text: `<@${botUserId}> ${words}` }),
    });
    if (!response.ok) throw new Error(`The embedded Slack refuses a message: ${await response.text()}`);
  }

  #answerIn(channel: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = this.#socket;
      const late = setTimeout(() => {
        done();
        reject(new Error(`Nobody answered in ${channel} within ${answerWithinMs / 1000} s.`));
      }, answerWithinMs);
      const onMessage = (event: MessageEvent) => {
        const { t, message } = JSON.parse(String(event.data)) as Pushed;
        if (t !== 'message' || message?.user !== botUserId || message.channel !== channel) return;
        const at = performance.now();
        done();
        resolve(at);
      };
      const done = () => {
        clearTimeout(late);
        socket.removeEventListener('message', onMessage);
      };
      socket.addEventListener('message', onMessage);
    });
  }
}
