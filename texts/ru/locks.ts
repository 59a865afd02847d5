import { byConfiguration } from '../../domain/lock/freeze.ts';
import { freezeView } from '../../domain/lock/lock-view.ts';
import type { FreezeView } from '../../domain/lock/lock-view.ts';
import type { CommandedEvent, LockAnswer, LockEvent } from '../../domain/lock/events.ts';
import { code, escapeAll, mention, plain } from '../mrkdwn.ts';
import type { TextContext } from '../facts.ts';
import { calendarsIn, kindsOf, stayingFrozen } from '../freezes.ts';
import type { FrozenTogether } from '../freezes.ts';
import { linkedTicket } from '../ticket.ts';
import { readersClock } from '../times.ts';
import { keyHolders } from '../who.ts';
import { and, locale } from './language.ts';
import { endAuthorReason, frozenBy, frozenUntil } from './standing.ts';
import { typed } from './typed.ts';
import { keyUsed } from './key-used.ts';

const named = (component: string, all: boolean): string => (all ? '*всё критичное*' : code(component));

export function lockAnnouncement(component: string, event: LockEvent, around: TextContext): string {
  switch (event.type) {
    case 'frozen': {
      const { by, until, reason } = event.freeze;
      const end =
        until === null
          ? typed('unfreeze', event.all ? 'все' : component)
          : readersClock(until, around, locale);
      return `${mention(by)} замораживает ${named(component, event.all)} до ${end}: ${plain(reason)}\nНичего нового там не начнётся; кто ждёт, сохраняет место, кто на проде, продолжает.`;
    }
    case 'unfrozen':
      return `${mention(event.actor)} снимает ${lifted(component, event)}.${stillFrozen(component, event, around)}`;
    case 'unlocked': {
      const from = event.holders.map(
        ({ ticket, started }) => `${linkedTicket(ticket, around)}${started ? ' (он на проде)' : ''}`,
      );
      return `${mention(event.actor)} забирает блокировку ${code(component)} у ${and(from)}: ${plain(event.reason)}`;
    }
    case 'orphaned':
      return (
        `${linkedTicket(event.holder.ticket, around)} внезапно оборвался на проде. Блокировка ${code(component)} остаётся закрытой: ` +
        `код мог выкатиться наполовину. ${keyHolders(around)}: ${typed('unlock', component, '<причина>')}, когда это будет безопасно.`
      );
  }
}

type Unfrozen = Extract<LockEvent, { type: 'unfrozen' }>;

/** What `unfreeze` lifted. */
function lifted(component: string, { actor, setBy, all }: Unfrozen): string {
  const what = all ? 'заморозки' : `заморозку ${code(component)}`;
  if (setBy === actor) return all ? `все свои ${what}` : `свою ${what}`;
  return `${all ? `все ${what}` : what}, автор: ${mention(setBy)}`;
}

export const freezeLifted = (component: string, event: Unfrozen, around: TextContext): string =>
  `${mention(event.actor)} снимает ${event.all ? 'все ваши заморозки' : `вашу заморозку ${code(component)}`}.${stillFrozen(component, event, around)}`;

/** What `unfreeze` did not lift. */
const stayingAfter = (component: string, { setBy, all, stays }: Unfrozen, around: TextContext) =>
  stayingFrozen(component, stays.map(freezeView), all ? { except: setBy } : null, around);

const freezeLines = (staying: readonly FrozenTogether[], around: TextContext): string =>
  staying
    .map(
      (it) =>
        `\n• ${it.components.map(code).join(', ')} под заморозкой ${endAuthorReason(it.freeze, around)}`,
    )
    .join('');

function stillFrozen(component: string, event: Unfrozen, around: TextContext): string {
  const lines = freezeLines(stayingAfter(component, event, around), around);
  return lines === '' ? '' : ` Остаётся:${lines}`;
}

/** How to lift the remaining freezes, or pass them. */
function waysOn(component: string, all: boolean, staying: readonly FrozenTogether[]): string {
  const { byPeople, services, byWindows, calendars } = kindsOf(staying);
  const named = (user: string) => typed('unfreeze', all ? 'все' : component, user);
  return [
    byPeople ? `\n${named('@коллега')} снимет заморозки коллеги и сообщит об этом.` : '',
    ...services.map((service) => `\n${named(service)} снимет заморозки этого сервиса.`),
    byWindows
      ? `\nЗаморозку по конфигурации ${typed('unfreeze')} не снимает: ${waysPast(inConfiguration)}`
      : '',
    calendars.length > 0
      ? `\nЗаморозку из календаря ${typed('unfreeze')} не снимает: ${waysPast(inCalendars(calendars))}`
      : '',
  ].join('');
}

/** The ways past a freeze that nobody set by hand; `change` says how to change its source. */
const waysPast = (change: string): string =>
  `${change}, или пусть согласующий пропустит один релиз: ${typed('override', 'ТИКЕТ', '<причина>')}.`;
const inConfiguration = `измените ${code('freezes')} в ${code(byConfiguration)}`;
const inCalendars = (calendars: readonly string[]): string =>
  `перенесите или отмените событие в календаре ${calendars.map(escapeAll).join(', ')}`;

function frozenByItself(component: string, freeze: FreezeView, around: TextContext): string {
  const calendars = calendarsIn([freeze]);
  const ways = waysPast(calendars.length === 0 ? inConfiguration : inCalendars(calendars));
  return `${frozenBy(component, freeze, around)}\nЭтого ${typed('unfreeze')} не снимает: ${ways}`;
}

function done(component: string, event: CommandedEvent, around: TextContext): string {
  switch (event.type) {
    case 'frozen': {
      const { until, reason } = freezeView(event.freeze);
      return `Готово. Под заморозкой ${named(component, event.all)} ${frozenUntil(until, around)}: ${plain(reason)}`;
    }
    case 'unfrozen':
      return unfrozen(component, event, around);
    case 'unlocked':
      return `Готово. Прежний релиз больше не держит блокировку ${code(component)}.`;
  }
}

function unfrozen(component: string, event: Unfrozen, around: TextContext): string {
  const { all, actor, setBy } = event;
  const staying = stayingAfter(component, event, around);
  if (staying.length === 0 && !all) return `Готово. ${code(component)} больше не под заморозкой.`;
  const own = setBy === actor;
  const author = own ? '' : ` (автор: ${mention(setBy)})`;
  const done = all
    ? `Все ${own ? 'ваши ' : ''}заморозки${author} сняты.`
    : `${own ? 'Ваша заморозка' : 'Заморозка'}${author} снята.`;
  return staying.length === 0
    ? `Готово. ${done}`
    : `Готово. ${done} Но:${freezeLines(staying, around)}${waysOn(component, all, staying)}`;
}

export function lockAnswer(component: string, answer: LockAnswer, around: TextContext): string {
  if (answer.done) return done(component, answer.event, around);
  switch (answer.code) {
    case 'notApproverOrAdmin':
      return `${answer.facts.all ? 'Сразу со всем критичным' : `С ${code(component)}`} это может сделать только согласующий или админ: ${keyHolders(around)}.`;
    case 'missingReason':
      return `Напишите, почему: ${typed(answer.facts.command, component, '<причина>')}.`;
    case 'endIsPast':
      return 'Этот конец заморозки уже в прошлом; ничего не изменилось.';
    case 'tooManyFreezes':
      return `На ${code(component)} уже ${String(answer.facts.most)} заморозок, поэтому ничего не изменено. Сначала снимите часть: ${code(`разморозить ${component}`)}.`;
    case 'notFrozen':
      return answer.facts.all ? 'Заморозок, сделанных людьми, нет.' : `${code(component)} не под заморозкой.`;
    case 'frozenByOthers': {
      const { all, user, freezes } = answer.facts;
      const staying = stayingFrozen(component, freezes, all ? { except: null } : null, around);
      const none = user === null ? 'Ваших заморозок здесь нет' : `Заморозок от ${mention(user)} здесь нет`;
      return `${none}, ничего не изменилось:${freezeLines(staying, around)}${waysOn(component, all, staying)}`;
    }
    case 'frozenByWindow':
      return frozenByItself(component, answer.facts.freeze, around);
    case 'notHeld':
      return `Блокировку ${code(component)} никто не держит.`;
    case 'malformed':
      return 'Не могу прочитать эту команду, поэтому ничего не изменилось.';
    case 'wasReset':
      return `Блокировку ${code(component)} только что сбросили в Temporal, и она выясняет у релизов, кто её держит. Если это не подействовало, повторите, пожалуйста.`;
    case 'keyUsed':
      return keyUsed;
    case 'rolesUnknown':
      return 'Не могу сейчас узнать вашу роль, поэтому ничего не изменилось. Попробуйте ещё раз через минуту.';
  }
}
