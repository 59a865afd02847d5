import { DateTime } from 'luxon';

/** Words an instant as `clock` of `texts/times.ts` does, thousands of times in a moment. */
export function clockIn(timeZone: string, locale: string): (at: number, now: number) => string {
  const time = new Intl.DateTimeFormat(locale, { ...DateTime.TIME_24_SIMPLE, timeZone });
  const dayAndTime = new Intl.DateTimeFormat(locale, { ...DateTime.DATETIME_SHORT, timeZone });
  const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone });
  let today = { now: NaN, day: '' };
  return (at, now) => {
    if (today.now !== now) today = { now, day: day.format(now) };
    return (day.format(at) === today.day ? time : dayAndTime).format(at);
  };
}
