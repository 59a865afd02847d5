/** Time zones in the words of people. */
import { FixedOffsetZone, IANAZone } from 'luxon';
import { folded } from './vocabulary.ts';
import { bare } from './words.ts';

/** Short names that mean one zone only; those of several countries, such as `CST` and `IST`, are refused. */
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
const ambiguous = [
  'cst',
  'ist',
  'bst',
  'ast',
  'gst',
  'sst',
  'wst',
  'amt',
  'cdt',
  'akst',
  'aest',
  'jst',
  'nzst',
  'hst',
  'wet',
  'west',
];

export interface ZoneRead {
  /** As luxon has it; null is the zone of the configuration, and undefined one that cannot be told. */
  readonly zone: string | null | undefined;
  readonly length: number;
}

/** Reads the zone at the beginning of the words after a time; null if there is none. */
export function readZone(typed: readonly string[]): ZoneRead | null {
  const words = typed.map(bare);
  const [first = '', second = '', third = ''] = words.map(folded);
  if (['по', 'in'].includes(first)) {
    const after = readZone(words.slice(1));
    return after === null ? null : { ...after, length: after.length + 1 };
  }
  if (['local', 'our', 'местному'].includes(first) && ['time', 'времени'].includes(second)) {
    return { zone: null, length: 2 };
  }
  const word = ['time', 'времени'].includes(second) ? 2 : 1;
  const zone = zoneOf(words[0] ?? '');
  if (zone !== null) return { zone: zone.name, length: word };
  if (second === 'time') return { zone: cityOf(first), length: 2 };
  if (third === 'time') return { zone: cityOf(`${first}_${second}`), length: 3 };
  return null;
}

function zoneOf(typed: string): { readonly name: string | undefined } | null {
  const word = folded(typed);
  const named = shortNames.find(([, names]) => names.includes(word));
  if (named !== undefined) return { name: named[0] };
  if (ambiguous.includes(word) && typed === typed.toUpperCase()) return { name: undefined };
  if (/^[a-z_]+(?:\/[a-z0-9_+-]+)+$/.test(word)) return IANAZone.isValidZone(typed) ? { name: typed } : null;
  const offset = offsetOf(word);
  return offset === null ? null : { name: offset };
}

/** `+03:00`, `+3`, `UTC+3`: as luxon has it. */
export function offsetOf(word: string): string | null | undefined {
  const [, sign, hours = '', minutes = '0'] =
    /^(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?$/.exec(folded(word)) ?? [];
  if (sign === undefined) return null;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return Math.abs(offset) > 14 * 60 ? undefined : FixedOffsetZone.instance(offset).name;
}

/** The zone that bears the name of a city. */
const cityOf = (city: string): string | undefined =>
  Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${city}`));
