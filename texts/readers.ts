import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { languages } from '../domain/settings.ts';
import type { Language } from '../domain/settings.ts';
import { textsIn } from './index.ts';
import type { Texts } from './index.ts';

/** The texts for what everyone reads, and for what one person reads. */
export interface TextsByReader {
  readonly everyone: Texts;
  readonly of: (user: string) => Promise<Texts>;
}

const mostPeople = 10_000;
const keptMs = 10 * 60_000;
/** After a failure the next look waits, so that not each message is late while there is none. */
const failureKeptMs = 60_000;
/** No message waits longer for its language. */
const longestWaitMs = 1000;

/** In which language each person reads: that of their Slack, if there are texts in it. Never fails, and never takes long. */
export class Readers {
  /** The language of everyone's Slack, such as `ru`; empty where it is not known. */
  readonly #languages: LRUCache<string, string>;

  /** `onUnknown` hears of each look that failed. */
  constructor(slack: WebClient, onUnknown: (user: string, error: unknown) => void) {
    this.#languages = new LRUCache<string, string>({
      max: mostPeople,
      ttl: keptMs,
      // Who has waited long enough goes on with what was known; the answer is kept when it comes.
      ignoreFetchAbort: true,
      allowStaleOnFetchAbort: true,
      fetchMethod: async (user, stale, { options }) => {
        try {
          const { user: found } = await slack.users.info({ user, include_locale: true });
          return found?.locale?.split('-')[0] ?? '';
        } catch (error) {
          onUnknown(user, error);
          options.ttl = failureKeptMs;
          return stale ?? '';
        }
      },
    });
  }

  /** `language` is that of everyone whose own is not known. */
  textsIn(language: Language): TextsByReader {
    return {
      everyone: textsIn(language),
      of: async (user) => textsIn((await this.#languageOf(user)) ?? language),
    };
  }

  async #languageOf(user: string): Promise<Language | undefined> {
    const signal = AbortSignal.timeout(longestWaitMs);
    const found = await this.#languages.fetch(user, { signal });
    return languages.find((language) => language === found);
  }
}
