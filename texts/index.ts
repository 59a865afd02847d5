import { en } from './en/en.ts';
import type { Texts } from './texts.ts';

export type { HomePart, SharedFreeze } from './home.ts';
export type { Clock, OpenRequest } from './request-form.ts';
export type {
  ButtonWords,
  CardWords,
  QueuedRelease,
  QueueQuestion,
  ReleaseFacts,
  Surroundings,
  Texts,
} from './texts.ts';

const byLanguage: Readonly<Record<string, Texts>> = { en };

/** The texts of a language that the configuration allows. */
export function textsIn(language: string): Texts {
  const texts = byLanguage[language];
  if (texts === undefined) throw new Error(`There are no texts in the language "${language}"`);
  return texts;
}
