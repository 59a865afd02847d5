import type { ApiWords } from '../api.ts';

export const apiWords: ApiWords = {
  lockDone: (component) => `Готово: ${component}.`,
  incidentMarked: 'Инцидент отмечен.',
  verified: (component, token, valid) =>
    valid
      ? `${token} годится: его релиз может сейчас менять ${component}.`
      : `${token} для ${component} не годится или уже не годится: ничего не меняйте.`,
  noToken:
    'Нужен токен: Authorization: Bearer dob_…. Этого нет, в нём опечатка, он истёк или отозван. Новый делает «dobrobot token create».',
  notProven:
    'Подпись или секрет отсутствует, неверен или слишком стар, или такого хука нет; как доказать, кто шлёт, описано в docs/hooks.md.',
  noTurn: (components) =>
    `Ни один релиз ${components.join(', ') || 'того, что выложено'} не дождался своей очереди и не на проде.`,
  severalReleases: (tickets) => `Это может быть ${tickets.join(' или ')}: назовите тикет.`,
  gatePassed: (ticket, tokens) => `${ticket}: старт. Токены ограждения: ${tokens}`,
  gateNotAsked: (tickets) =>
    `Релиз ${tickets.join(' или ')} не открыт. Выкладка продолжится, когда кто-то попросит добро и придёт очередь.`,
  gateElsewhere: (environment) =>
    `Среды ${environment} нет среди тех, что конфигурация называет для этого хука.`,
  gateTooLong: 'Выкладка ждала 29 дней, а GitHub ждёт 30. Запустите её снова.',
  outsideScope: (needed, has) =>
    `Для этого нужен токен с правом ${needed.join(' или ')}; у этого есть ${has.join(', ')}.`,
  outsideComponents: (needed, has) =>
    needed === null
      ? `Этот токен только для ${has.join(', ')}: назовите один из них.`
      : `Этот токен только для ${has.join(', ')}, а не для ${needed.join(', ') || 'того, что не касается ничего известного'}.`,
  tooMany: (seconds) => `Слишком много запросов с этим токеном. Следующий возможен через ${seconds} с.`,
  noRelease: (ticket) => `Релиза ${ticket} нет.`,
  noPage: 'Этот курсор никуда не ведёт: возьмите его с предыдущей страницы как есть.',
  noLog: 'Журнала релизов нет: DATABASE_URL должен назвать его PostgreSQL.',
  logAway: 'База данных сейчас не отвечает, ничего не изменилось. Попробуйте через минуту.',
  temporalAway:
    'Temporal или его worker сейчас не отвечает, ничего не изменилось. Релизы продолжаются; попробуйте через минуту.',
  trackerAway: 'Трекер сейчас не отвечает, поэтому сказать нельзя. Попробуйте через минуту.',
  noAnswer:
    'Ответа вовремя нет. Команда ещё может выполниться; с тем же Idempotency-Key она выполнится один раз, и ответ придёт.',
  notAPerson: (user) => `${user} — не живой человек этого пространства, ничего не изменилось.`,
  unknownTicket: (ticket) => `Трекер не знает тикета ${ticket}.`,
  nothingThere: (path) => `По адресу ${path} ничего нет. Что есть, перечисляет /api/v1/openapi.json.`,
  wrongMethod: (allowed) => `Здесь можно только ${allowed}.`,
  unreadable: 'Тело запроса — не JSON, хотя Content-Type так говорит.',
  notJson: 'Тело запроса должно быть application/json.',
  tooLarge: (bytes) => `В теле запроса может быть не больше ${bytes} байт.`,
  invalid: (part) => `${part} не по описанию: /api/v1/openapi.json.`,
  failed: 'Не получилось по нашей вине; причина в журнале сервера.',
};
