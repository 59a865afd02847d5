/** Finds times and durations that are not exact. */
import { phraseAt } from './phrase-at.ts';
import { countAt, readDuration } from './read-duration.ts';
import { readDay } from './read-moment.ts';
import { listed, measured, partsOfDay, scheduled } from './said-around-times.ts';
import { isRussian } from './vocabulary.ts';
import { bare, normal } from './words.ts';

/** They give no time of day. */
const spans = [
  ...partsOfDay,
  ...listed(
    'over weekend, all weekend, on weekends, on weekdays, at weekends, weekdays, by night, over night, overnight, all night, next hour, the next hour, ' +
      'eod, eob, cob, eow, close of business, ' +
      'ненадолго, надолго, всю ночь, все утро, весь месяц, весь вечер, все выходные, в выходные, по выходным, по будням, по ночам, ' +
      'всю неделю, целую неделю, целый день, эту неделю, следующую неделю, ежедневно, еженедельно',
  ),
];
/** They may also say which one is meant: see `isAttribute`. */
const attributes = listed('eod, eob, cob, eow, overnight, next day, next night, next week, next month');
/** `over the weekend`, `during the whole night`, `in the morning`; but not `on the day of the release`. */
const partOf =
  /^(?:(?:during|over|through|throughout) (?:the |this |next )?(?:coming |whole |entire )?(?:day|night|evening|morning|afternoon|week|weekend|month)|(?:(?:on|in|at|by) )?(?:the|this|next)(?: coming| whole| entire)? (?:night|evening|morning|afternoon|weekend)|(?:(?:the |this |next )?(?:coming|whole|entire|following)|this|next|all|the next) (?:day|night|week|month|weekend))(?= |$)/;
/** Periods that have an end or a rest. */
const wholes = listed(
  'business day, business, working day, work day, day, week, month, night, weekend, today, evening, morning, afternoon',
);
const ofWhole = ['the rest of', 'rest of', 'the end of', 'end of', 'the remainder of'];
const each = ['every other', 'every', 'each', 'каждый', 'каждую', 'каждое', 'каждые'];
const regular = listed(
  'day, night, evening, morning, afternoon, week, weekend, weekday, month, день, ночь, вечер, утро, неделю, выходные, месяц',
);
const few = listed(
  'a few more, a few, few, some, several, a couple more, couple more, another few, a dozen, еще несколько, несколько, немного, пару-тройку',
);
/** Units that may precede their number. */
const turned =
  /^(?:секунд|минут|минуток|час(?:ов|а|ика|иков)|дн(?:ей|я)|деньков|суток|недель|месяц(?:ев|а))$/;
/** Units in the plural. */
const many = /(?:s|ов|ев|ей|минут|секунд|суток|недель)$/;
/** Between a number and its unit, where they make the duration inexact. */
const notPlain = listed(
  'and a half, working, business, work, more, full, whole, extra, additional, calendar, consecutive, с половиной, рабочих, рабочие, рабочий, полных, календарных, полные',
);
const joints = ['to', 'or', 'and', 'до', 'или', 'по', '-'];
const daysInPlural =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям)$/;

const lengthOf = (phrase: string | undefined): number | null => phrase?.split(' ').length ?? null;

/** How many of the first words are an inexact time or duration; null if none are. */
export const vagueTimeAt = (words: readonly string[]): number | null =>
  isAttribute(words)
    ? null
    : (lengthOf(phraseAt(words, spans)) ??
      lengthOf(partOf.exec(words.slice(0, 5).map(normal).join(' '))?.[0]) ??
      partAt(words) ??
      recurrenceAt(words) ??
      vagueSpanAt(words) ??
      turnedSpanAt(words) ??
      rangeAt(words) ??
      likeTimeAt(words));

/** `EOD reports`, `next day delivery`: which ones, and not when. */
function isAttribute(words: readonly string[]): boolean {
  const length = lengthOf(phraseAt(words, attributes));
  return length !== null && scheduled.includes(normal(words[length] ?? ''));
}

/** `the rest of the day`, but not `end of support`. */
function partAt(words: readonly string[]): number | null {
  const skipped = lengthOf(phraseAt(words, ofWhole));
  if (skipped === null) return null;
  const article = ['the', 'this', 'my'].includes(normal(words[skipped] ?? '')) ? 1 : 0;
  const whole = lengthOf(phraseAt(words.slice(skipped + article), wholes));
  return whole === null ? null : skipped + article + whole;
}

/** `every Friday`, `on Fridays`, `по пятницам`, but not `every node` or `every 5 minutes`. */
function recurrenceAt(words: readonly string[]): number | null {
  const [first = '', second = ''] = words.slice(0, 2).map(normal);
  if (['on', 'по'].includes(first) && daysInPlural.test(second)) return 2;
  const skipped = lengthOf(phraseAt(words, each));
  if (skipped === null) return null;
  const rest = words.slice(skipped);
  const day = readDay(rest)?.length ?? lengthOf(phraseAt(rest, regular));
  return day === null ? null : skipped + day;
}

/** `a few hours`, `2 working days`, `2 с половиной часа`, `2+ hours`. */
export function vagueSpanAt(words: readonly string[]): number | null {
  const plain = words.slice(0, 8).map(normal);
  const [first = ''] = plain;
  const several = lengthOf(phraseAt(words, few));
  const count = countAt([first.replace(/\+$/, ''), ...plain.slice(1)])?.length ?? 0;
  const between = count === 0 ? null : lengthOf(phraseAt(words.slice(count), notPlain));
  const skipped = several ?? (between === null && !first.endsWith('+') ? null : count + (between ?? 0));
  const unit = skipped === null ? '' : (plain[skipped] ?? '');
  const isUnit = (several === null || many.test(unit)) && readDuration([unit], true) !== null;
  return skipped !== null && isUnit ? skipped + 1 : null;
}

/** `mon-fri`, `6-8pm`, `2-hour`, `час-два`, but not `5-minute lag`. */
function rangeAt([first = '', next = '']: readonly string[]): number | null {
  const word = normal(first);
  const [from = '', to = '', ...more] = word.split(/[-/]/);
  const isUnit = (one: string) => one.length > 1 && readDuration([one], true) !== null;
  const isSpan =
    (countAt([from]) !== null && isUnit(to) && !measured.includes(normal(next))) ||
    (isUnit(from) && isRussian(from) && countAt([to]) !== null);
  const isRange = isSpan || (readDay([from]) !== null && readDay([to]) !== null);
  const isClock = /^\d{1,2}(?::\d{2})?(?:am|pm)?-\d{1,2}(?::\d{2})?(?:am|pm)$/.test(word);
  return isClock || (isRange && more.length === 0) ? 1 : null;
}

/** `минут двадцать`, `часа три`: an approximate duration. */
export function turnedSpanAt([unit = '', count = '']: readonly string[]): number | null {
  const isTurned = turned.test(normal(unit)) && readDuration([count, unit]) !== null;
  return isTurned ? 2 : null;
}

/** `часа два`, `hours`, `an hour or two`: an approximate duration. */
export function roughSpanAt(words: readonly string[]): number | null {
  const [first = ''] = words;
  if (many.test(normal(first)) && readDuration([first]) === null && readDuration([first], true) !== null)
    return turnedSpanAt(words) ?? 1;
  const length = readDuration(words)?.length ?? 0;
  const [joint = '', count = ''] = words.slice(length).map(normal);
  const isCount = countAt([count]) !== null || readDuration([count]) !== null;
  const isMore = length > 0 && ['or', 'или'].includes(joint) && isCount;
  return isMore ? length + 2 : turnedSpanAt(words);
}

/** How many of the first words look like a time, a day or a duration but are none: `0h`, `2-3h`, `2h+`, `PT2H`, `24/12/2026`, `18.00`. */
function likeTimeAt(words: readonly string[]): number | null {
  const [first = '', joint = ''] = words.slice(0, 2).map(normal);
  const second = readDuration(words.slice(2));
  if (countAt([first]) !== null && joints.includes(joint) && second !== null) return 2 + second.length;
  if (/^\d+-\d+$/.test(first) && readDuration(['1', ...words.slice(1)]) !== null) return 2;
  if (first !== '24/7' && /^\d{1,2}(?:\/\d{1,2}(?:\/\d{2,4})?|\.\d{2}(?:\.\d{2,4})?)$/.test(first)) return 1;
  // `p1` may be a priority, and `p1m` anything.
  if (/^(?:P(?:\d+[YMWD])+|[Pp](?:\d+[YMWDymwd])*[Tt](?:\d+[HMShms])+)$/.test(bare(words[0] ?? ''))) return 1;
  const spans = first.replace(/^[+<>≤≥≈=-]+|\+$|-?ish$/gu, '').split(/(?<=\p{L})(?=\d)|-/u);
  const isSpan = (span: string) => /^\d/.test(span) && readDuration([span.replace(/^[\d.,]+/, '1')]) !== null;
  const others = spans.filter((span) => !isSpan(span));
  return spans.some(isSpan) && others.every((span) => /^\d+$/.test(span)) ? 1 : null;
}
