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
  identityIssuer:
    'Пайплайнам этого издателя здесь не доверяют: кому доверяют, называет `trust` в конфигурации.',
  identityNotGood:
    'Это не годный токен личности: нужен подписанный издателем по RS256, с iss, aud, exp, iat и jti.',
  identityTime: 'Этот токен личности истёк или ещё не действует. Попросите новый.',
  identityUsed:
    'Этот токен личности уже использован, а каждый годится один раз. Для нескольких запросов обменяйте его: POST /api/v1/token.',
  identityNotTrusted: (claims) =>
    `Токен личности годный, но ${claims.join(', ')} в нём не то, что называет \`trust\` в конфигурации.`,
  issuerAway: 'Издатель этого токена сейчас не отвечает, ничего не изменилось. Попробуйте через минуту.',
  outsideScope: (needed, has) =>
    `Для этого нужен токен с правом ${needed.join(' или ')}; у этого есть ${has.join(', ')}.`,
  outsideComponents: (needed, has) =>
    needed === null
      ? `Этот токен только для ${has.join(', ')}: назовите один из них.`
      : `Этот токен только для ${has.join(', ')}, а не для ${needed.join(', ') || 'того, что не касается ничего известного'}.`,
  tooMany: (seconds) => `Слишком много запросов. Следующий возможен через ${seconds} с.`,
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
