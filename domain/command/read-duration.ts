import { folded } from './vocabulary.ts';
import { bare } from './words.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'month';

const ms: Readonly<Record<Unit, number>> = {
  s: second,
  m: minute,
  h: hour,
  d: day,
  w: 7 * day,
  month: 30 * day,
};

/** Ten years. Beyond that dates overflow, which must never happen to an instant in a workflow. */
const longestMs = 3_650 * day;

const unitWords: Readonly<Record<Unit, readonly string[]>> = {
  s: ['s', 'sec', 'secs', 'second', 'seconds', 'с', 'сек', 'секунд', 'секунда', 'секунду', 'секунды'],
  m: [
    'm',
    'min',
    'mins',
    'minute',
    'minutes',
    'м',
    'мин',
    'минут',
    'минута',
    'минуту',
    'минуты',
    'минутку',
    'минуток',
  ],
  h: ['h', 'hr', 'hrs', 'hour', 'hours', 'ч', 'час', 'часа', 'часов', 'часик', 'часика', 'часиков', 'часок'],
  d: ['d', 'day', 'days', 'д', 'дн', 'день', 'дня', 'дней', 'денек', 'деньков', 'сутки', 'суток'],
  w: ['w', 'wk', 'wks', 'week', 'weeks', 'нед', 'неделя', 'неделю', 'недели', 'недель', 'недельку'],
  month: ['month', 'months', 'мес', 'месяц', 'месяца', 'месяцев'],
};
const units: readonly Unit[] = ['s', 'm', 'h', 'd', 'w', 'month'];

const unitOf = (word: string): Unit | null => units.find((unit) => unitWords[unit].includes(word)) ?? null;

const unitMsOf = (word: string): number => {
  const unit = unitOf(word);
  return unit === null ? NaN : ms[unit];
};

type Counts = readonly (readonly [number, readonly string[]])[];

const ones: Counts = [
  [1, ['one', 'один', 'одну', 'одна', 'одни', 'одного', 'одной', 'одних']],
  [2, ['two', 'два', 'две', 'двух', 'двое']],
  [3, ['three', 'три', 'трех', 'трое']],
  [4, ['four', 'четыре', 'четырех', 'четверо']],
  [5, ['five', 'пять', 'пяти', 'пятеро']],
  [6, ['six', 'шесть', 'шести']],
  [7, ['seven', 'семь', 'семи']],
  [8, ['eight', 'восемь', 'восьми']],
  [9, ['nine', 'девять', 'девяти']],
];
const teens: Counts = [
  [10, ['ten', 'десять', 'десяти']],
  [11, ['eleven', 'одиннадцать', 'одиннадцати']],
  [12, ['twelve', 'двенадцать', 'двенадцати']],
  [13, ['thirteen', 'тринадцать', 'тринадцати']],
  [14, ['fourteen', 'четырнадцать', 'четырнадцати']],
  [15, ['fifteen', 'пятнадцать', 'пятнадцати']],
  [16, ['sixteen', 'шестнадцать', 'шестнадцати']],
  [17, ['seventeen', 'семнадцать', 'семнадцати']],
  [18, ['eighteen', 'восемнадцать', 'восемнадцати']],
  [19, ['nineteen', 'девятнадцать', 'девятнадцати']],
];
const tens: Counts = [
  [20, ['twenty', 'двадцать', 'двадцати']],
  [30, ['thirty', 'тридцать', 'тридцати']],
  [40, ['forty', 'fourty', 'сорок', 'сорока']],
  [50, ['fifty', 'пятьдесят', 'пятидесяти']],
  [60, ['sixty', 'шестьдесят', 'шестидесяти']],
  [70, ['seventy', 'семьдесят', 'семидесяти']],
  [80, ['eighty', 'восемьдесят', 'восьмидесяти']],
  [90, ['ninety', 'девяносто', 'девяноста']],
];
/** Before a unit. Longer phrases first. */
const rough: Counts = [
  [2, ['a couple of', 'couple of', 'a couple', 'couple', 'пару', 'пара', 'пары']],
  [0.5, ['half an', 'half a', 'a half', 'half', 'пол']],
  [1.5, ['one and a half', 'полтора', 'полторы', 'полутора']],
  [1, ['a', 'an']],
];

/** Whole phrases, longer ones first. */
const phrases: readonly (readonly [string, number])[] = [
  ['an hour and a half', 1.5 * ms.h],
  ['a day and a half', 1.5 * ms.d],
  ['a quarter of an hour', ms.h / 4],
  ['quarter of an hour', ms.h / 4],
  ['четверть часа', ms.h / 4],
  ['a fortnight', 2 * ms.w],
];

/** `полчаса`, `полдня`, `полсуток`. */
const halved = /^полу?(?=часа|часика|дня|суток|минуты|недели|месяца)/;

/** No duration has more words. */
const mostWords = 30;

export interface DurationRead {
  readonly ms: number;
  /** How many words it takes. */
  readonly length: number;
}

const number = /^\d+(?:[.,]\d+)?$/;
const numberOf = (text: string): number => Number(text.replace(',', '.'));

/**
 * Reads the duration at the beginning of some words; null if there is none, or if it is zero or more than ten years. `alone`: a unit
 * without a number means one of it.
 */
export function readDuration(typed: readonly string[], alone = false): DurationRead | null {
  const words = typed.slice(0, mostWords).map((word) => folded(bare(word)));
  const read = phrase(words) ?? half(words) ?? sum(words) ?? (alone ? single(words) : null);
  return read !== null && read.ms > 0 && read.ms <= longestMs ? read : null;
}

function phrase(words: readonly string[]): DurationRead | null {
  const found = phrases.find(([text]) => text.split(' ').every((part, index) => words[index] === part));
  return found === undefined ? null : { ms: found[1], length: found[0].split(' ').length };
}

function half([word = '']: readonly string[]): DurationRead | null {
  const unit = halved.test(word) ? unitOf(word.replace(halved, '')) : null;
  return unit === null ? null : { ms: ms[unit] / 2, length: 1 };
}

function single([word = '']: readonly string[]): DurationRead | null {
  const unit = word.length > 1 ? unitOf(word) : null;
  return unit === null ? null : { ms: ms[unit], length: 1 };
}

interface Part extends DurationRead {
  /** Its smallest unit. */
  readonly unitMs: number;
}

/** `1h30m`, `2 hours`, `1 hour and 30 minutes`: each unit is smaller than the one before. */
function sum(words: readonly string[]): DurationRead | null {
  let all: Part | null = null;
  for (;;) {
    const done: Part = all ?? { ms: 0, length: 0, unitMs: Infinity };
    const { length } = done;
    const joint: number = length > 0 && ['and', 'и'].includes(words[length] ?? '') ? 1 : 0;
    const part = onePart(words.slice(length + joint));
    if (part === null || part.unitMs >= done.unitMs) return all;
    all = { ms: done.ms + part.ms, length: length + joint + part.length, unitMs: part.unitMs };
  }
}

function onePart(words: readonly string[]): Part | null {
  const [first = ''] = words;
  const parts = [...first.matchAll(/(?<!\d)(\d+(?:[.,]\d+)?)(\p{L}+)/gu)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === first) {
    const spans = parts.map(([, count = '', letters = '']) => [numberOf(count), unitMsOf(letters)] as const);
    const isOrdered = spans.every(([, unit], index) => unit < (spans[index - 1]?.[1] ?? Infinity));
    const total = spans.reduce((one, [count, unit]) => one + count * unit, 0);
    const unitMs = spans.at(-1)?.[1] ?? NaN;
    return isOrdered && !Number.isNaN(total) ? { ms: Math.round(total), length: 1, unitMs } : null;
  }
  const read = countAt(words);
  const word = words[read?.length ?? 0] ?? '';
  const unit = unitOf(word);
  // `на 2 с половиной часа` is not two seconds, and `a d` is no day.
  const isShort = word.length === 1 && (!number.test(first) || word === 'с');
  if (unit === null || read === null || isShort) return null;
  return { ms: Math.round(read.count * ms[unit]), length: read.length + 1, unitMs: ms[unit] };
}

interface CountRead {
  readonly count: number;
  readonly length: number;
}

/** The number at the beginning of some words: `2`, `twelve`, `forty-five`, `сорок пять`, `a couple of`. Null if there is none. */
export function countAt(words: readonly string[]): CountRead | null {
  const [first = '', second = ''] = words;
  if (number.test(first)) return { count: numberOf(first), length: 1 };
  const phrase = rough.flatMap(([count, all]) => all.map((text) => ({ count, parts: text.split(' ') })));
  const found = phrase.find(({ parts }) => parts.every((part, index) => words[index] === part));
  if (found !== undefined) return { count: found.count, length: found.parts.length };
  const [ten = '', joined, ...more] = first.split('-');
  const whole = valueIn(tens, ten);
  if (whole === null) {
    const one = valueIn([...ones, ...teens], first);
    return one === null ? null : { count: one, length: 1 };
  }
  const one = more.length === 0 ? valueIn(ones, joined ?? second) : null;
  if (one !== null) return { count: whole + one, length: joined === undefined ? 2 : 1 };
  return joined === undefined ? { count: whole, length: 1 } : null;
}

const valueIn = (counts: Counts, word: string): number | null =>
  counts.find(([, words]) => words.includes(word))?.[0] ?? null;
