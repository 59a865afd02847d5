import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import type { ReleaseLog } from '../../log/release-log.ts';
import type { CardPlace } from '../../workflows/names.ts';

const mostCards = 10_000;

/**
 * Lets the log know where Slack shows the cards of releases. Never fails and keeps nobody waiting: what could not be written is told again
 * with the next change of the card.
 */
export class CardLinks {
  readonly #slack: WebClient;
  readonly #log: Pick<ReleaseLog, 'keepCardLink'>;
  readonly #onFailure: (error: unknown) => void;
  /** What this process has written, or is writing. */
  readonly #told = new LRUCache<string, true>({ max: mostCards });

  constructor(slack: WebClient, log: Pick<ReleaseLog, 'keepCardLink'>, onFailure: (error: unknown) => void) {
    this.#slack = slack;
    this.#log = log;
    this.#onFailure = onFailure;
  }

  tell(place: CardPlace): void {
    const card = [place.release, place.channel, place.ts].join(':');
    if (this.#told.has(card)) return;
    this.#told.set(card, true);
    this.#write(place).catch((error: unknown) => {
      this.#told.delete(card);
      this.#onFailure(error);
    });
  }

  async #write({ release, channel, ts }: CardPlace): Promise<void> {
    const { permalink } = await this.#slack.chat.getPermalink({ channel, message_ts: ts });
    if (permalink !== undefined) await this.#log.keepCardLink(release, permalink);
  }
}
