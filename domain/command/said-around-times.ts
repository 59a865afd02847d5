/** What people say around times and lengths, whatever these are said of. In lower case and with `е` for `ё`; longer phrases first. */
import { bare } from './words.ts';

export const listed = (list: string): readonly string[] => list.split(', ');

/** So long or then, more or less. */
export const approximately = listed(
  'approximately, approx, about, around, roughly, circa, около, примерно, приблизительно, ориентировочно, где-то',
);

/** Parts of a day: they say no time of it. */
export const partsOfDay = listed('at night, утром, днем, вечером, ночью, этой ночью, этим вечером');

/** Between two times, of which the second is the end. */
export const untils = listed('to, until, till, and, -, до, по, и');

/** What is as long as the length before it: `5 minutes lag` is no end, nor is `5-minute alert`. */
export const measured = listed(
  'lag, lags, delay, delays, latency, alert, alerts, alarm, alarms, timeout, timeouts, spike, spikes, backlog, average, sla, interval, retention, polling, limit',
);

/** What is done at the time before it: `EOD reports`. */
export const scheduled = listed(
  'report, reports, reporting, job, jobs, batch, batches, delivery, deliveries, shipping, shipment, shipments, closing, close, processing, settlement, settlements, payout, payouts, ' +
    'statement, statements, balance, balances, reconciliation, import, imports, export, exports, sync, cron',
);

/** `until=18:00`, `--for 2h`, `at:14:05` and `for2h` in words that say the same; null if they begin with no such option. */
export function optionAt(
  [first = '', ...after]: readonly string[],
  isOption: (word: string) => boolean,
): readonly string[] | null {
  const typed = bare(first);
  const [, word = '', value = '', glued = ''] =
    /^-*(\p{L}+)(?:[:=]+([^:=].*)?|-?(\d.*))?$/su.exec(typed) ?? [];
  if (typed === word || !isOption(word)) return null;
  return [word, value + glued, ...after].filter((one) => one !== '');
}
