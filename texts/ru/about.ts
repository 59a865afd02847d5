import { aboutIn } from '../about.ts';
import { code } from '../mrkdwn.ts';
import { home } from './home.ts';
import { locale } from './language.ts';
import { watch } from './watch.ts';

export const about = aboutIn(
  {
    locale,
    now: 'Сейчас выкатывается',
    nothingNow: (component) =>
      `Сейчас ничего ${component === null ? '' : `из ${code(component)} `}не выкатывается.`,
    last: 'Выкатили последним',
    nothingLast: 'Пока ничего.',
    noLog: 'Журнал сейчас не говорит, что выкатывали раньше.',
    at: (time) => `завершён ${time}`,
    nobodyHolds: (component) =>
      component === null ? 'Никто ничего не держит.' : `Никто не держит ${code(component)}.`,
    approvers: 'Согласующие',
    admins: 'Админы',
    onCall: 'Сейчас дежурит',
  },
  home,
  watch,
);
