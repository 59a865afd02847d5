import type { DateTime } from 'luxon';

/**
 * A Friday before a weekend in which no clock changes. The time-skipping server's clock runs ahead by years, so that the next Friday
 * may be any.
 */
export const isOrdinaryFriday = (day: DateTime): boolean =>
  day.weekday === 5 && day.offset === day.plus({ days: 3 }).offset;
