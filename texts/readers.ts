import type { WebClient } from '@slack/web-api';
import type { LRUCache } from 'lru-cache';
import { languages } from '../domain/settings.ts';
import type { Language } from '../domain/settings.ts';
import { isService } from '../domain/service.ts';
import { textsIn } from './index.ts';
import type { Texts } from './index.ts';
import { slackPeople } from './slack-people.ts';

/** The texts for what everyone reads, and for what one person reads. */
export interface TextsByReader {
  readonly everyone: Texts;
  readonly of: (user: string) => Promise<Texts>;
}

const keptMs = 10 * 60_000;
/** No message waits longer for its language. */
const longestWaitMs = 1000;

/** As somebody has set up their Slack; empty where it is not known. */
interface Reader {
  /** Such as `ru`. */
  readonly language: string;
  /** An IANA zone. */
  readonly zone: string;
}

/** In which language each person reads, if there are texts in it, and in which zone: those of their Slack. Never fails, and never takes long. */
export class Readers {
  readonly #readers: LRUCache<string, Reader>;

  /** `onUnknown` hears of each look that failed. */
  constructor(slack: WebClient, onUnknown: (user: string, error: unknown) => void) {
    this.#readers = slackPeople<Reader>(
      async (user) => {
        const { user: found } = await slack.users.info({ user, include_locale: true });
        return { language: found?.locale?.split('-')[0] ?? '', zone: found?.tz ?? '' };
      },
      { language: '', zone: '' },
      keptMs,
      onUnknown,
    );
  }

  /** `language` is that of everyone whose own is not known. */
  textsIn(language: Language): TextsByReader {
    return {
      everyone: textsIn(language),
      of: async (user) => textsIn((isService(user) ? undefined : await this.#languageOf(user)) ?? language),
    };
  }

  /** Null where it is not known. */
  async zoneOf(user: string): Promise<string | null> {
    return (await this.#readerOf(user))?.zone || null;
  }

  async #languageOf(user: string): Promise<Language | undefined> {
    const found = (await this.#readerOf(user))?.language;
    return languages.find((language) => language === found);
  }

  #readerOf(user: string): Promise<Reader | undefined> {
    return this.#readers.fetch(user, { signal: AbortSignal.timeout(longestWaitMs) });
  }
}
