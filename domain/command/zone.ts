import { FixedOffsetZone, IANAZone } from 'luxon';
import { isRussianCity, russianZone } from './russian-zone.ts';
import type { ZoneRead } from './zone-read.ts';
import { folded } from './vocabulary.ts';
import { bare } from './words.ts';

/** Short names of a single zone. Those of several countries, such as `CST` and `IST`, are refused. */
const shortNames: readonly (readonly [string, readonly string[]])[] = [
  ['UTC', ['utc', 'gmt', 'z', 'гринвичу']],
  ['Europe/Moscow', ['msk', 'мск', 'москве', 'московскому']],
  ['UTC+1', ['cet']],
  ['UTC+2', ['cest', 'eet']],
  ['UTC+3', ['eest']],
  ['UTC-5', ['est']],
  ['UTC-4', ['edt']],
  ['UTC-6', ['mdt']],
  ['UTC-8', ['pst']],
  ['UTC-7', ['pdt', 'mst']],
];
const ambiguous =
  'cst cdt ist bst ast gst sst wst amt akst akdt aest aedt acst awst jst kst sgt hkt nzst nzdt hst wet west sast brt pt et ct mt'.split(
    ' ',
  );
/** They are also words, unless in capitals. */
const alsoWords = ['ast', 'ist', 'wet', 'west', 'pt', 'et', 'ct', 'mt'];

/** The American zones as people write them, with or without "time" after them. In lower case they are words. */
const american = ['Eastern', 'Central', 'Mountain', 'Pacific'];

/** The first parts of zone names. */
const areas = 'africa america antarctica arctic asia atlantic australia europe indian pacific'.split(' ');

/** Cities with a zone of their own whose names are also words. */
const notCities = ['center', 'easter', 'wake', 'reunion', 'resolute', 'troll', 'midway'];

/** Reads the zone at the beginning of the words after a time; null if there is none. */
export function readZone(typed: readonly string[], isAfterPo = false): ZoneRead | null {
  const words = typed.map(bare);
  const [first = '', second = '', third = ''] = words.map(folded);
  if (['по', 'in'].includes(first)) {
    const after = readZone(words.slice(1), first === 'по');
    return after === null ? null : { ...after, length: after.length + 1 };
  }
  if (['local', 'our', 'местному', 'нашему'].includes(first) && ['time', 'времени'].includes(second)) {
    return { zone: null, length: 2 };
  }
  const byCity = russianZone(words, isAfterPo);
  if (byCity !== null) return byCity;
  const word = ['time', 'времени'].includes(second) ? 2 : 1;
  const zone = zoneOf(words[0] ?? '');
  if (zone !== null) return { zone: zone.name, length: word };
  if (second === 'time') return { zone: cityOf(first), length: 2 };
  if (third === 'time') return { zone: cityOf(`${first}_${second}`), length: 3 };
  return null;
}

/** How many of the first words are a zone; null if none are. `every time` names no city. */
export function zoneAt(words: readonly string[]): number | null {
  const read = readZone(words);
  return read !== null && (read.length === 1 || typeof read.zone === 'string') ? read.length : null;
}

/** The same directly after a time, where a city may or may not mean its zone: to be read, it needs "time" after it. */
export function readZoneOfTime(typed: readonly string[]): ZoneRead | null {
  const read = readZone(typed);
  if (read !== null) return read;
  const [first = '', second = '', third = ''] = typed.slice(0, 3).map((word) => folded(bare(word)));
  const skipped = ['in', 'по'].includes(first) ? 1 : 0;
  const [one, two] = skipped === 1 ? [second, third] : [first, second];
  if (american.includes(bare(typed[0] ?? ''))) return { zone: undefined, length: 1 };
  if (notCities.includes(one)) return null;
  if (isRussianCity(one)) return { zone: undefined, length: 1 + skipped };
  const length = cityOf(one) !== undefined ? 1 : cityOf(`${one}_${two}`) !== undefined ? 2 : 0;
  return one === '' || length === 0 ? null : { zone: undefined, length: length + skipped };
}

function zoneOf(typed: string): { readonly name: string | undefined } | null {
  const word = folded(typed);
  const named = shortNames.find(([, names]) => names.includes(word));
  if (named !== undefined) return { name: named[0] };
  if (ambiguous.includes(word) && (typed === typed.toUpperCase() || !alsoWords.includes(word)))
    return { name: undefined };
  if (/^[a-z_]+(?:\/[a-z0-9_+-]+)+$/.test(word)) {
    if (IANAZone.isValidZone(typed)) return { name: typed };
    return areas.includes(word.split('/')[0] ?? '') ? { name: undefined } : null;
  }
  const [, beside] = /^(?:мск|msk)([+-]\d{1,2})$/.exec(word) ?? [];
  const offset = beside === undefined ? offsetOf(word) : besideMoscow(Number(beside));
  return offset === null ? null : { name: offset };
}

/** `МСК+2`: Moscow is at UTC+3. */
const besideMoscow = (hours: number): string | undefined =>
  Math.abs(hours) > 11 ? undefined : FixedOffsetZone.instance((3 + hours) * 60).name;

/** An offset such as `+03:00`, `+3` or `UTC+3` in luxon's form. Null if it is none; undefined if it is out of range. */
export function offsetOf(word: string): string | null | undefined {
  const [, sign, hours = '', minutes = '0'] =
    /^(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?$/.exec(folded(word)) ?? [];
  if (sign === undefined) return null;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return Math.abs(offset) > 14 * 60 ? undefined : FixedOffsetZone.instance(offset).name;
}

/** The zone that is named after a city. */
const cityOf = (city: string): string | undefined =>
  Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${city}`));
