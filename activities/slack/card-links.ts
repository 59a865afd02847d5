import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import type { ReleaseLog } from '../../log/release-log.ts';
import type { CardLocation } from '../../domain/messages/notice.ts';

const mostCards = 10_000;

/**
 * Records in the log where Slack shows the cards of releases. Never fails and keeps
 * nobody waiting: a failed write is repeated with the next change of the card.
 */
export class CardLinks {
  readonly #slack: WebClient;
  readonly #log: Pick<ReleaseLog, 'keepCardLink'>;
  readonly #onFailure: (error: unknown) => void;
  /** The location last written for each release. Writes run one after the other, or an older location might win. */
  readonly #told = new LRUCache<string, { readonly place: string; readonly written: Promise<void> }>({
    max: mostCards,
  });

  constructor(slack: WebClient, log: Pick<ReleaseLog, 'keepCardLink'>, onFailure: (error: unknown) => void) {
    this.#slack = slack;
    this.#log = log;
    this.#onFailure = onFailure;
  }

  tell(card: CardLocation): void {
    const { release, channel, ts } = card;
    const place = `${channel}:${ts}`;
    const last = this.#told.get(release);
    if (last?.place === place) return;
    const written = (last?.written ?? Promise.resolve())
      .then(() => this.#write(card))
      .catch((error: unknown) => {
        if (this.#told.get(release)?.place === place) this.#told.delete(release);
        this.#onFailure(error);
      });
    this.#told.set(release, { place, written });
  }

  async #write({ release, channel, ts }: CardLocation): Promise<void> {
    const { permalink } = await this.#slack.chat.getPermalink({ channel, message_ts: ts });
    if (permalink !== undefined) await this.#log.keepCardLink(release, permalink);
  }
}
