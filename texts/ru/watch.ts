import { watchIn } from '../watch.ts';
import { locale, plural } from './language.ts';

export const watch = watchIn({
  locale,
  watched: (checks, time) =>
    `под наблюдением ${checks} ${plural(checks, { one: 'показатель', few: 'показателя', other: 'показателей' })}${time === null ? '' : ` до ${time}`}`,
  passed: 'показатели в норме',
  over: 'наблюдение окончено',
  left: 'наблюдение окончено',
  beyond: (value, limit, isAbove) => `${value}, ${isAbove ? 'выше' : 'ниже'} ${limit}`,
  since: (what, time) => `${what}, начиная с ${time}`,
  badBefore: (what) => `${what}, как и до начала`,
  atStart: (what) => `Было и до начала, релиз за это не отвечает: ${what}.`,
  blind: (why, time) => `неизвестно с ${time}: ${why}`,
  why: {
    empty: 'значений нет',
    notANumber: 'приходит не число',
    severalSeries: 'рядов несколько',
    noBaseline: 'сравнить не с чем',
  },
  notOurs: (who) => `${who}: дело не в этом релизе`,
  turnedBad: (ticket, check) => `${ticket}: ${check} выходит за предел`,
  wellAgain: (ticket, check, value) => `${ticket}: ${check} снова в норме, ${value}`,
  wasBadBefore: (ticket, check) => `${ticket}: ${check} за пределом ещё до начала, релиз за это не отвечает`,
  saidNotOurs: (ticket, check, who) => `${who}: ${check} не из-за ${ticket}`,
  endedSo: (ticket, checks) => `Наблюдение за ${ticket} окончено, в норме не всё: ${checks}`,
  leftSo: (ticket) => `${ticket} больше не на проде.`,
  tooLate: 'Релиз завершён: откат — это отдельный релиз.',
  chart: (what) => `${what}; пунктир — предел, серая линия — старт`,
  button: 'Не наше',
});
