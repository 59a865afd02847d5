/** Finds times and days in words, whatever they are about. */
import { behind, phraseAt } from './phrase-at.ts';
import { readDuration } from './read-duration.ts';
import { readDay, readMoment } from './read-moment.ts';
import { normal } from './words.ts';

/** They say how long, but not until when. */
const allDay = ['all day', 'the whole day', 'whole day', 'весь день'];

const beforeTime = 'at, on, to, before, during, around, about, в, во, к, ко, по, as of'.split(', ');
const beforeSpan = ['in', 'through', 'через'];
/** Between a preposition and a day. */
const determiners =
  'next, this coming, this, the coming, coming, эту, этот, это, этой, эти, следующую, следующий, следующее, следующей, ближайшую, ближайший, ближайшее'.split(
    ', ',
  );

/** How many of the first words are a time or a day; null if none are. */
export function timeAt(words: readonly string[]): number | null {
  const before = phraseAt(words, [...beforeTime, ...beforeSpan]);
  const isSpan = before !== undefined && beforeSpan.includes(before);
  const rest = behind(behind(words, before === undefined ? [] : [before]), determiners);
  const skipped = words.length - rest.length;
  const span = readDuration(rest, isSpan);
  const time = readMoment(rest);
  if (span !== null) return span.length + skipped;
  if (time !== null && 'moment' in time && 'agoMs' in time.moment) return null;
  const length = time === null ? readDay(rest)?.length : 'bad' in time ? time.bad : time.length;
  if (length !== undefined) return length + skipped;
  return roughSpanAt(words) ?? phraseAt(words, allDay)?.split(' ').length ?? null;
}

/** `часа на два`, `минут на 30`: an approximate duration. */
function roughSpanAt([unit = '', joint = '', count = '']: readonly string[]): number | null {
  const isRough = readDuration([unit], true) !== null && normal(joint) === 'на';
  return isRough && readDuration([count, 'часа']) !== null ? 3 : null;
}

/** Today is not an end of a freeze, but may well be part of its reason. */
export const isToday = (words: readonly string[]): boolean => {
  const day = readDay(words);
  return readMoment(words) === null && day !== null && 'inDays' in day.value && day.value.inDays === 0;
};
