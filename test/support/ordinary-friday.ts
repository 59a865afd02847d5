import type { DateTime } from 'luxon';

/**
 * A Friday before a weekend without a clock change. The clock of the time-skipping server runs years ahead, so its next Friday
 * may be any.
 */
export const isOrdinaryFriday = (day: DateTime): boolean =>
  day.weekday === 5 && day.offset === day.plus({ days: 3 }).offset;
