import type { Language } from '../domain/settings.ts';

/** The words of the calendar feed of freezes. */
export interface FeedTexts {
  readonly name: string;
  readonly byConfiguration: string;
  /** `components` null: all critical ones. */
  readonly summary: (components: readonly string[] | null, reason: string) => string;
  /** `open`: the freeze lasts until somebody lifts it. */
  readonly description: (author: string, open: boolean) => string;
}

const en: FeedTexts = {
  name: 'Freezes of releases',
  byConfiguration: 'the configuration',
  summary: (components, reason) =>
    `Frozen: ${components?.join(', ') ?? 'everything critical'}${reason === '' ? '' : ` (${reason})`}`,
  description: (author, open) =>
    `Nothing new is released. Set by ${author}.${open ? ' It has no end yet: until somebody lifts it.' : ''}`,
};

const ru: FeedTexts = {
  name: 'Заморозки релизов',
  byConfiguration: 'конфигурация',
  summary: (components, reason) =>
    `Заморозка: ${components?.join(', ') ?? 'всё критичное'}${reason === '' ? '' : ` (${reason})`}`,
  description: (author, open) =>
    `Новых релизов нет. Автор заморозки: ${author}.${open ? ' Конца пока нет: до отмены.' : ''}`,
};

const byLanguage: Readonly<Record<Language, FeedTexts>> = { en, ru };

export const feedTextsIn = (language: Language): FeedTexts => byLanguage[language];
