/** Reads time zones that are named by a city, in its Russian cases. */
import { folded } from './vocabulary.ts';
import { bare } from './words.ts';
import type { ZoneRead } from './zone-read.ts';

/** Stems of cities; endings may follow. In lower case and with `е` for `ё`. */
const cities: readonly (readonly [string, string])[] = (
  [
    ['Europe/Kaliningrad', 'калининград'],
    ['Europe/Moscow', 'москв|петербург|санкт-петербург|питер|казан|нижн|сочи|воронеж|краснодар|ростов'],
    ['Europe/Samara', 'самар|ижевск|тольятти'],
    ['Europe/Saratov', 'саратов'],
    ['Europe/Volgograd', 'волгоград'],
    ['Asia/Yekaterinburg', 'екатеринбург|екб|уф|перм|челябинск|тюмен'],
    ['Asia/Omsk', 'омск'],
    ['Asia/Novosibirsk', 'новосибирск|нск'],
    ['Asia/Tomsk', 'томск'],
    ['Asia/Barnaul', 'барнаул'],
    ['Asia/Krasnoyarsk', 'красноярск'],
    ['Asia/Irkutsk', 'иркутск|улан-удэ'],
    ['Asia/Chita', 'чит'],
    ['Asia/Yakutsk', 'якутск'],
    ['Asia/Vladivostok', 'владивосток|хабаровск'],
    ['Asia/Magadan', 'магадан'],
    ['Asia/Sakhalin', 'сахалин|южно-сахалинск'],
    ['Asia/Kamchatka', 'камчатк|петропавловск-камчатск'],
    ['Europe/Minsk', 'минск'],
    ['Europe/Kyiv', 'киев'],
    ['Asia/Almaty', 'алматы|алма-ат|астан'],
    ['Asia/Tashkent', 'ташкент'],
    ['Asia/Tbilisi', 'тбилиси'],
    ['Asia/Yerevan', 'ереван'],
    ['Asia/Baku', 'баку'],
    ['Asia/Bishkek', 'бишкек'],
    ['Europe/London', 'лондон'],
    ['Europe/Berlin', 'берлин'],
    ['Europe/Paris', 'париж'],
    ['Europe/Prague', 'праг|пражск'],
    ['Europe/Warsaw', 'варшав'],
    ['Europe/Belgrade', 'белград'],
    ['Europe/Helsinki', 'хельсинки'],
    ['Europe/Riga', 'риг|рижск'],
    ['Europe/Vilnius', 'вильнюс'],
    ['Europe/Tallinn', 'таллин'],
    ['Europe/Istanbul', 'стамбул'],
    ['Asia/Nicosia', 'кипр|никоси|лимассол'],
    ['Asia/Dubai', 'дуба'],
    ['Asia/Tokyo', 'токио'],
    ['Asia/Shanghai', 'пекин|шанха'],
    ['America/New_York', 'нью-йорк'],
    ['America/Los_Angeles', 'лос-анджелес|сан-франциско'],
  ] as const
).flatMap(([zone, stems]) => stems.split('|').map((stem) => [stem, zone] as const));

const endings = /^(?:[ауюеиыьяй]|(?:ск)?ому)?$/;
const adjective = /(?:ому|ему)$/;

/** The zone of the city that a word names; undefined if no known city is named. */
function zoneOfCity(word: string): string | undefined {
  const fits = ([stem]: readonly [string, string]) =>
    word.startsWith(stem) && endings.test(word.slice(stem.length));
  return cities.find(fits)?.[1];
}

/** Whether a word is the name of a city. After a time it may or may not mean the zone. */
export const isRussianCity = (word: string): boolean =>
  zoneOfCity(word) !== undefined && !adjective.test(word);

/**
 * The zone at the beginning of some words: `берлинскому времени`, and after `по` also `Новосибирску` and `времени Москвы`. Null if none is
 * named.
 */
export function russianZone(typed: readonly string[], isAfterPo: boolean): ZoneRead | null {
  const [first = '', second = ''] = typed.slice(0, 2).map((word) => folded(bare(word)));
  if (first === 'времени' && isAfterPo) return { zone: zoneOfCity(second), length: 2 };
  const city = zoneOfCity(first);
  if (second === 'времени' && first !== 'московскому' && adjective.test(first))
    return city === undefined && !isAfterPo ? null : { zone: city, length: 2 };
  return isAfterPo && city !== undefined && !adjective.test(first) ? { zone: city, length: 1 } : null;
}
