import type { Language } from '../domain/settings.ts';
import { en } from './en/en.ts';
import { ru } from './ru/ru.ts';
import type { Texts } from './texts.ts';

export { wordQuestion } from './word-question.ts';
export { logSurroundings, surroundings } from './surroundings.ts';
export type { HomePart, SharedFreeze } from './home.ts';
export type { Clock, OpenRequest, RequestFormTexts } from './request-form.ts';
export type { ReleaseFacts, TextContext as Surroundings } from './facts.ts';
export type { ButtonWords, CardWords, QueueQuestion, Texts } from './texts.ts';

const byLanguage: Readonly<Record<Language, Texts>> = { en, ru };

export const textsIn = (language: Language): Texts => byLanguage[language];
