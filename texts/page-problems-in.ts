import type { Language } from '../domain/settings.ts';
import { pageProblems as en } from './en/page-problems.ts';
import type { PageProblems } from './page-problems.ts';
import { pageProblems as ru } from './ru/page-problems.ts';

const byLanguage: Readonly<Record<Language, PageProblems>> = { en, ru };

export const pageProblemsIn = (language: Language): PageProblems => byLanguage[language];
