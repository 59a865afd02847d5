/** Words around times and durations of any kind. In lower case and with `е` for `ё`; longer phrases first. */
import { bare } from './words.ts';

export const listed = (list: string): readonly string[] => list.split(', ');

/** They make a time or a duration approximate. */
export const approximately = listed(
  'approximately, approx, about, around, roughly, circa, около, примерно, приблизительно, ориентировочно, где-то',
);

/** They give no time of day. */
export const partsOfDay = listed('at night, утром, днем, вечером, ночью, этой ночью, этим вечером');

/** Between two times, the second of which is the end. */
export const untils = listed('to, until, till, and, -, до, по, и');

/** What the duration before it measures: `5 minutes lag` and `5-minute alert` give no end. */
export const measured = listed(
  'lag, lags, delay, delays, latency, alert, alerts, alarm, alarms, timeout, timeouts, spike, spikes, backlog, average, sla, interval, retention, polling, limit',
);

/** What is done at the time before it: `EOD reports`. */
export const scheduled = listed(
  'report, reports, reporting, job, jobs, batch, batches, delivery, deliveries, shipping, shipment, shipments, closing, close, processing, settlement, settlements, payout, payouts, ' +
    'statement, statements, balance, balances, reconciliation, import, imports, export, exports, sync, cron',
);

/** Splits options such as `until=18:00`, `--for 2h`, `at:14:05` and `for2h` into plain words; null if the words begin with none. */
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
