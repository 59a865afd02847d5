import { rulesOf } from '../grammar.ts';

/** British: the day comes before the month, and the clock has 24 hours. */
export const locale = 'en-GB';

export const { plural, and, or } = rulesOf(locale);
