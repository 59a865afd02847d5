import type { Language } from '../domain/settings.ts';
import type { ApiWords } from './api.ts';
import { apiWords as en } from './en/api.ts';
import { apiWords as ru } from './ru/api.ts';

const byLanguage: Readonly<Record<Language, ApiWords>> = { en, ru };

export const apiWordsIn = (language: Language): ApiWords => byLanguage[language];
