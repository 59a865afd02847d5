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
/** The longest time that a message waits for its reader's language. */
const longestWaitMs = 1000;

/** A person's settings in Slack; empty strings if unknown. */
interface Reader {
  /** A language code such as `ru`. */
  readonly language: string;
  /** An IANA time zone. */
  readonly zone: string;
}

/** The language (if we have texts in it) and time zone of each person, from Slack. Never throws, and never takes long. */
export class Readers {
  readonly #readers: LRUCache<string, Reader>;

  /** `onUnknown` is called for each failed lookup. */
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

  /** `language` is used for everyone, and for people whose own language is unknown. */
  textsIn(language: Language): TextsByReader {
    return {
      everyone: textsIn(language),
      of: async (user) => textsIn((isService(user) ? undefined : await this.#languageOf(user)) ?? language),
    };
  }

  /** Null if unknown. */
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
