import type { Language } from '../domain/settings.ts';
import { code, escapeAll } from './mrkdwn.ts';

const words: Readonly<Record<Language, (tracker: string, reason: string) => string>> = {
  en: (tracker, reason) =>
    `The tracker ${tracker} cannot be read, so releases of its tickets stay in their checks: ${reason}. Once that is mended they go on by themselves.`,
  ru: (tracker, reason) =>
    `Трекер ${tracker} не читается, и релизы его тикетов ждут на проверке: ${reason}. Как только это исправлено, они идут дальше сами.`,
};

/** What the admins read of a credential that a tracker does not take. `tracker` is its name in the configuration. */
export const refusedCredential = (language: Language, tracker: string, reason: string): string =>
  words[language](code(tracker), escapeAll(reason));
