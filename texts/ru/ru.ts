import type { ReleaseSummary } from '../../domain/release/status.ts';
import { duration } from '../../domain/duration.ts';
import { code, link, mention } from '../mrkdwn.ts';
import type { Texts } from '../texts.ts';
import { linkedTicket, ticketOf } from '../ticket.ts';
import { about } from './about.ts';
import { answerText } from './answers.ts';
import { buttonWords, reasonWords } from './buttons.ts';
import { cardWords, shownWords } from './card.ts';
import { announcement, askedAnew, asking, lacking, personalText, settledText } from './events.ts';
import { guide } from './guide.ts';
import { help, mistakeText } from './help.ts';
import { and, locale, plural } from './language.ts';
import { home } from './home.ts';
import { freezeLifted, lockAnnouncement, lockAnswer } from './locks.ts';
import { preferences } from './preferences.ts';
import { queueText, statusText } from './queue.ts';
import { releaseLog } from './release-log.ts';
import { requestForm } from './request-form.ts';
import { stageWords } from './stages.ts';
import { alerts } from './alerts.ts';
import { setup } from './setup.ts';
import { regular } from './digest.ts';
import { watch } from './watch.ts';
import { welcome } from './welcome.ts';
import { components, standing } from './standing.ts';
import { typed } from './typed.ts';

/** The hint to request the next release. Empty for a release without a ticket, which is over for good. */
const next = ({ ticket, tickets }: ReleaseSummary): string =>
  tickets.length === 0 ? '' : ` Попросить следующий: ${typed('request', ticket)}.`;

export const ru: Texts = {
  card: cardWords,
  shown: shownWords,
  button: buttonWords,
  chooseComponents: 'Что затрагивает релиз?',
  reasonForm: reasonWords,
  requestForm,
  home,
  preferences,
  welcome,
  releaseLog,
  alerts,
  watch,
  announcement,
  personal: personalText,
  settled: settledText,
  cardLinked: (release, url, around) =>
    `${asking(release, around)}, ${components(release.components)}: ${link(url, 'карточка')}`,
  askedAnew,
  offerTaken: (words) => `Выполняю: ${code(words)}`,
  answer: answerText,
  freezeLifted,
  lockAnnouncement,
  lockAnswer,
  mistake: mistakeText,
  help,
  guide,
  status: statusText,
  lacking,
  queue: queueText,
  about,
  setup,
  regular,
  cutOff: (page) =>
    `… Остальное не помещается в сообщение. ${page === null ? 'Спросите об одном компоненте или о более коротком времени.' : `Всё целиком — ${link(page, 'на странице')}.`}`,
  trouble: 'Не могу сейчас посмотреть на релизы. Они идут дальше; спросите ещё раз через минуту.',
  offer: (actor, words, agoMs) =>
    `${mention(actor)}, меня не было, когда вы написали ${code(words)}, ${duration(agoMs, locale)} назад. Выполнить сейчас?`,
  looking: (release, around) => `Смотрю на ${ticketOf(release, around)} ещё раз, скоро отвечу.`,
  offerButton: 'Выполнить сейчас',
  meant: (words) => `Это мне? Я пока ничего не делаю: ${code(words)}`,
  meantButton: 'Да, выполнить',
  edited: (words) => `Исправленное сообщение само ничего не делает. Теперь в нём: ${code(words)}`,
  sayAgain: 'Тогда повторите, пожалуйста: для кнопки это слишком длинно.',
  leftOut: (count) =>
    `Меня долго не было; ${plural(count, { one: 'не выполнено', other: 'не выполнены' })} ${count} ${plural(count, { one: 'более старое сообщение', few: 'более старых сообщения', other: 'более старых сообщений' })} мне в этом канале. Повторите, пожалуйста, то, что ещё нужно.`,
  otherWorkspace:
    'Эти команды принимаются только из другого рабочего пространства, поэтому ничего не сделано. Разрешить ваше можно в конфигурации: `slack.team`.',
  notYours: (user) => `Это может выполнить только ${mention(user)}: сообщение от этого человека.`,
  noSuchComponent: (component, known) => `Нет компонента ${code(component)}. Я знаю ${and(known.map(code))}.`,
  noTicket: (key) => `${code(key)} — не тикет: это отдельный релиз, и частью другого он быть не может.`,
  needsTicket: `Здесь у каждого релиза есть тикет. Какой? ${code('добро ТИКЕТ')}`,
  noLock: (component) =>
    `${code(component)} — не критичный компонент: у него нет блокировки, и его релизы никого не ждут.`,
  noRelease: (ticket, linkOf) =>
    linkOf === null
      ? `Релиза ${code(ticket)} нет.`
      : `Релиза ${linkedTicket(ticket, { linkOf })} никто не просил. Попросить можно так: ${typed('request', ticket)}.`,
  brokenOff: (release, around) =>
    `${ticketOf(release, around)} остановлен в Temporal на стадии «${stageWords[release.stage]}»; открытого релиза нет.${next(release)}`,
  ended: (release, around) =>
    `${ticketOf(release, around)} ${standing(release, around)}; открытого релиза нет.${next(release)}`,
};
