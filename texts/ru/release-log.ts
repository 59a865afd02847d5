import { code } from '../mrkdwn.ts';
import { releaseLogIn } from '../release-log-layout.ts';
import { locale, plural } from './language.ts';
import { logWords } from './log-words.ts';
import { statistics } from './statistics.ts';
import { typed } from './typed.ts';

const narrower = `меньше покажет ${typed('log', 'КОМПОНЕНТ с 2ч')} или ${typed('log', 'ТИКЕТ')}`;

export const releaseLog = releaseLogIn({
  ...logWords,
  locale,
  none: `Журнал релизов здесь не ведётся. Он начнётся, как только у обработчика будет адрес базы данных в ${code('DATABASE_URL')}.`,
  away: 'Журнал релизов сейчас не отвечает. Релизы идут дальше, и всё, что происходит, в нём появится; спросите ещё раз через минуту.',
  timeAhead: (time) => `Время ${time} ещё не наступило.`,
  heading: (subject, since) =>
    `Что было${subject === null ? '' : ` с ${subject}`}${since === null ? '' : `, начиная с ${since}`}; новое сверху:`,
  nothing: (subject, since) =>
    `В журнале ничего нет${subject === null ? '' : ` о ${subject}`}${since === null ? '' : `, начиная с ${since}; может быть, есть раньше`}.`,
  older: (count, orMore) =>
    `раньше ещё ${orMore ? 'более ' : ''}${count} ${plural(count, { one: 'событие', few: 'события', other: 'событий' })}; ${narrower}.`,
  suspects: (time, component) =>
    `Что могло сломать ${component ?? 'прод'} к моменту ${time}, самое вероятное сверху:`,
  noSuspects: (time, component) =>
    `Ни в момент ${time}, ни за 24 часа до него на проде не было ничего${component === null ? '' : `, что касается ${component} и того, от чего он зависит`}. ${component === null ? '' : `По всем компонентам: ${typed('blame', 'ВРЕМЯ')}. `}Ещё раньше: ${typed('log', 'с 3д')}.`,
  moreSuspects: (count, component) =>
    `и ещё ${count} менее ${plural(count, { one: 'вероятный', other: 'вероятных' })}${component === null ? `; ${typed('blame', 'ВРЕМЯ КОМПОНЕНТ')} назовёт только то, от чего он зависит` : ''}.`,
  marked: (time) => `Инцидент отмечен, время ${time}. Его покажет ${typed('log')}, и все о нём знают.`,
  markedLater: (time) =>
    `Инцидент отмечен, время ${time}. Журнал релизов сейчас не отвечает; инцидент появится в нём, как только ответит, а все уже знают.`,
  incident: (actor, time, blame) => `${actor} отмечает инцидент, время ${time}. Что менялось: ${blame}.`,
  compare: 'что изменилось',
  blame: (time, component) => typed('blame', time, ...(component === null ? [] : [component])),
  statistics,
});
