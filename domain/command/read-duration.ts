/** How long something lasts, in the words of people. `parse-duration.ts` has the one form that files take. */
import { folded } from './vocabulary.ts';
import { bare } from './words.ts';
import { longestMs, unitMs } from './parse-duration.ts';

type Unit = keyof typeof unitMs | 'w' | 'month';

const weekMs = 7 * unitMs.d;
const ms: Readonly<Record<Unit, number>> = { ...unitMs, w: weekMs, month: 30 * unitMs.d };

const unitWords: Readonly<Record<Unit, readonly string[]>> = {
  s: ['s', 'sec', 'secs', 'second', 'seconds', 'с', 'сек', 'секунд', 'секунда', 'секунду', 'секунды'],
  m: ['m', 'min', 'mins', 'minute', 'minutes', 'м', 'мин', 'минут', 'минута', 'минуту', 'минуты', 'минутку'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours', 'ч', 'час', 'часа', 'часов', 'часик'],
  d: ['d', 'day', 'days', 'д', 'дн', 'день', 'дня', 'дней', 'сутки', 'суток'],
  w: ['w', 'wk', 'wks', 'week', 'weeks', 'нед', 'неделя', 'неделю', 'недели', 'недель'],
  month: ['month', 'months', 'мес', 'месяц', 'месяца', 'месяцев'],
};
const units: readonly Unit[] = ['s', 'm', 'h', 'd', 'w', 'month'];

const unitOf = (word: string): Unit | null => units.find((unit) => unitWords[unit].includes(word)) ?? null;

const counts: readonly (readonly [number, readonly string[]])[] = [
  [1, ['a', 'an', 'one', 'один', 'одну', 'одна', 'одни']],
  [2, ['two', 'couple', 'два', 'две', 'пару', 'пара']],
  [3, ['three', 'три']],
  [4, ['four', 'четыре']],
  [5, ['five', 'пять']],
  [6, ['six', 'шесть']],
  [7, ['seven', 'семь']],
  [8, ['eight', 'восемь']],
  [9, ['nine', 'девять']],
  [10, ['ten', 'десять']],
  [15, ['fifteen', 'пятнадцать']],
  [20, ['twenty', 'двадцать']],
  [30, ['thirty', 'тридцать']],
];

/** Whole phrases, the longer ones first. */
const phrases: readonly (readonly [string, number])[] = [
  ['half an hour', ms.h / 2],
  ['a couple of hours', 2 * ms.h],
  ['a couple of days', 2 * ms.d],
  ['an hour and a half', 1.5 * ms.h],
  ['half a day', ms.d / 2],
  ['полтора часа', 1.5 * ms.h],
  ['полчаса', ms.h / 2],
  ['получаса', ms.h / 2],
];

export interface DurationRead {
  readonly ms: number;
  /** How many words it takes. */
  readonly length: number;
}

const number = /^\d+(?:[.,]\d+)?$/;
const numberOf = (text: string): number => Number(text.replace(',', '.'));

/** Reads the duration at the beginning of some words; null if there is none, or one that is zero or more than ten years. `alone`: a unit is one of it. */
export function readDuration(typed: readonly string[], alone = false): DurationRead | null {
  const words = typed.map((word) => folded(bare(word)));
  const read = phrase(words) ?? sum(words) ?? (alone ? single(words) : null);
  return read !== null && read.ms > 0 && read.ms <= longestMs ? read : null;
}

function phrase(words: readonly string[]): DurationRead | null {
  const found = phrases.find(([text]) => text.split(' ').every((part, index) => words[index] === part));
  return found === undefined ? null : { ms: found[1], length: found[0].split(' ').length };
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

function onePart([first = '', second = '']: readonly string[]): Part | null {
  const parts = [...first.matchAll(/(\d+(?:[.,]\d+)?)(\p{L}+)/gu)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === first) {
    const spans = parts.map(([, count = '', letters = '']) => [numberOf(count), unitOf(letters)] as const);
    const total = spans.reduce((one, [count, unit]) => one + (unit === null ? NaN : count * ms[unit]), 0);
    const unit = spans.at(-1)?.[1] ?? null;
    return Number.isNaN(total) || unit === null
      ? null
      : { ms: Math.round(total), length: 1, unitMs: ms[unit] };
  }
  const unit = unitOf(second);
  const count = number.test(first) ? numberOf(first) : counts.find(([, words]) => words.includes(first))?.[0];
  // `на 2 с половиной часа` is not two seconds, and `a d` is no day.
  const isShort = second.length === 1 && (!number.test(first) || second === 'с');
  if (unit === null || count === undefined || isShort) return null;
  return { ms: Math.round(count * ms[unit]), length: 2, unitMs: ms[unit] };
}
