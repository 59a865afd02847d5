import type { DigestTexts } from '../digest.ts';
import { digestIn } from '../digest-layout.ts';
import { reportIn } from '../report-layout.ts';
import { locale } from './language.ts';
import { queueLanguage } from './queue.ts';
import { standing } from './standing.ts';
import { statistics } from './statistics.ts';

export const regular: DigestTexts = {
  digest: digestIn(
    {
      locale,
      heading: ':sunny: *Как обстоят дела с релизами*',
      waiting: 'Ждут дольше всех',
      onProduction: 'Сейчас на проде',
      wentOut: (since) => `Выкатили с ${since}`,
      nothingWentOut: (since) => `С ${since} ничего не выкатывали.`,
      frozen: 'Заморожено',
      quiet: (since) =>
        `:sunny: Релизов в ожидании и на проде нет, заморозок тоже${since === null ? '' : `; с ${since} ничего не выкатывали`}.`,
      noLog: 'Журнал сейчас не говорит, что выкатывали.',
      since: (time) => `с ${time}`,
      standing,
      onThePage: 'все на странице',
    },
    queueLanguage,
  ),
  report: reportIn(
    {
      heading: ':bar_chart: *Последние семь дней в сравнении с семью до них*',
      nothing:
        ':bar_chart: Ни за последние семь дней, ни за семь до них на проде не закончился ни один релиз.',
      more: (count) => `на ${count} больше`,
      fewer: (count) => `на ${count} меньше`,
      longer: (time) => `на ${time} дольше`,
      shorter: (time) => `на ${time} быстрее`,
      higher: (points) => `на ${points} п. п. выше`,
      lower: (points) => `на ${points} п. п. ниже`,
      same: 'как раньше',
      busiest: 'Чаще всего выкатывали',
      longestWait: 'Самое долгое ожидание',
      waited: {
        good: (time) => `· ожидание добра: ${time}`,
        lock: (time) => `· ожидание очереди: ${time}`,
        admin: (time) => `· ожидание админа: ${time}`,
      },
      allFigures: 'Все цифры',
    },
    statistics,
  ),
};
