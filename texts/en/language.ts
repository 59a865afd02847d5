import { rulesOf } from '../grammar.ts';

/** British: days come before months, and hours are counted to 24. */
export const locale = 'en-GB';

export const { plural, and, or } = rulesOf(locale);
