import type { Expected, PageProblems } from '../page-problems.ts';

export const pageProblems: PageProblems = {
  noLog: 'Журнала релизов нет: DATABASE_URL должна называть его PostgreSQL. Очередь видна и без него.',
  logAway: 'Журнал релизов сейчас не отвечает. Ничего не потеряно; попробуйте ещё раз через минуту.',
  temporalAway:
    'Temporal сейчас не отвечает. Когда он вернётся, релизы пойдут дальше; попробуйте ещё раз через минуту.',
  noRelease: (key) => `Журнал релизов не знает релиза ${JSON.stringify(key)}.`,
  notFound: (path) => `По адресу ${path} ничего нет. Страница находится по адресу /.`,
  readOnly: 'Этот адрес только показывает: он принимает GET и HEAD. Команды идут на /api/v1.',
  otherHost: (host) =>
    `${JSON.stringify(host)} — не имя этой страницы. Адрес, по которому её открывают, называет DOBROBOT_WEB_URL.`,
  parameter: (name, expected) => `Параметр ${name} должен быть ${wording(expected)}.`,
  failed: 'Страница не может на это ответить; причина записана в её журнале.',
};

function wording(expected: Expected): string {
  switch (expected.code) {
    case 'instant':
      return 'указан один раз, как момент от 1000 до 9999 года в миллисекундах с 1970 года, например 1767225600000';
    case 'span':
      return `не раньше другого конца промежутка и не более чем на ${expected.days} дней позже него`;
    case 'component':
      return 'названием компонента, например billing; их не больше ста';
    case 'people':
      return `ID пользователя Slack, например U012AB3CD; их не больше ${expected.most}`;
    case 'words':
      return `указан один раз и не длиннее ${expected.most} символов`;
  }
}
