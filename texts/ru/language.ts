import { rulesOf } from '../grammar.ts';

export const locale = 'ru';

export const { plural, and, or } = rulesOf(locale);
