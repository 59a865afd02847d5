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

/** In which language each person reads: that of their Slack, if there are texts in it. Never fails, and never takes long. */
export class Readers {
  /** The language of everyone's Slack, such as `ru`; empty where it is not known. */
  readonly #languages: LRUCache<string, string>;

  /** `onUnknown` hears of each look that failed. */
  constructor(slack: WebClient, onUnknown: (user: string, error: unknown) => void) {
    this.#languages = slackPeople(
      async (user) => {
        const { user: found } = await slack.users.info({ user, include_locale: true });
        return found?.locale?.split('-')[0] ?? '';
      },
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

  async #languageOf(user: string): Promise<Language | undefined> {
    const signal = AbortSignal.timeout(longestWaitMs);
    const found = await this.#languages.fetch(user, { signal });
    return languages.find((language) => language === found);
  }
}
