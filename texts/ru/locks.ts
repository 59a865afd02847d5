import { byConfiguration } from '../../domain/lock/freeze.ts';
import { freezeView } from '../../domain/lock/lock-view.ts';
import type { CommandedEvent, LockAnswer, LockEvent } from '../../domain/lock/events.ts';
import { code, mention, plain } from '../mrkdwn.ts';
import type { Surroundings } from '../facts.ts';
import { linkedTicket } from '../ticket.ts';
import { clock } from '../times.ts';
import { keyHolders } from '../who.ts';
import { and, locale } from './language.ts';
import { endAuthorReason, frozenBy } from './standing.ts';
import { typed } from './typed.ts';

const named = (component: string, all: boolean): string => (all ? '*всё критичное*' : code(component));

export function lockAnnouncement(component: string, event: LockEvent, around: Surroundings): string {
  switch (event.type) {
    case 'frozen': {
      const { by, until, reason } = event.freeze;
      const end =
        until === null ? typed('unfreeze', event.all ? 'все' : component) : clock(until, around, locale);
      return `${mention(by)} замораживает ${named(component, event.all)} до ${end}: ${plain(reason)}\nНичего нового там не начнётся; кто ждёт, сохраняет место, кто на проде, продолжает.`;
    }
    case 'unfrozen':
      return `${mention(event.actor)} снимает ${lifted(component, event, around)}.`;
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

/** What `unfreeze` lifted, and what it could not. For `all`, what the lock that speaks knows of windows holds for it alone. */
function lifted(
  component: string,
  { window, all }: Extract<LockEvent, { type: 'unfrozen' }>,
  around: Surroundings,
): string {
  if (all) return 'все заморозки, сделанные людьми';
  const still =
    window === null ? '' : `; он остаётся под заморозкой ${endAuthorReason(freezeView(window), around)}`;
  return `заморозку ${code(component)}${still}`;
}

/** The ways past a window of the configuration. */
const waysPast = `измените ${code('freezes')} в ${code(byConfiguration)}, или пусть согласующий пропустит один релиз: ${typed('override', 'ТИКЕТ', '<причина>')}.`;

function done(component: string, event: CommandedEvent, around: Surroundings): string {
  switch (event.type) {
    case 'frozen':
      return `Готово. Под заморозкой ${named(component, event.all)}.`;
    case 'unfrozen':
      if (event.all) return 'Готово. Все заморозки, сделанные людьми, сняты.';
      return event.window === null
        ? `Готово. ${code(component)} больше не под заморозкой.`
        : `Готово. Но ${frozenBy(component, freezeView(event.window), around)}\nЭто ${typed('unfreeze')} не снимает: ${waysPast}`;
    case 'unlocked':
      return `Готово. Прежний релиз больше не держит блокировку ${code(component)}.`;
  }
}

export function lockAnswer(component: string, answer: LockAnswer, around: Surroundings): string {
  if (answer.done) return done(component, answer.event, around);
  switch (answer.code) {
    case 'notApproverOrAdmin':
      return `${answer.facts.all ? 'Сразу со всем критичным' : `С ${code(component)}`} это может сделать только согласующий или админ: ${keyHolders(around)}.`;
    case 'missingReason':
      return `Напишите, почему: ${typed(answer.facts.command, component, '<причина>')}.`;
    case 'endIsPast':
      return 'Этот конец заморозки уже в прошлом; ничего не изменилось.';
    case 'notFrozen':
      return answer.facts.all ? 'Заморозок, сделанных людьми, нет.' : `${code(component)} не под заморозкой.`;
    case 'frozenByWindow':
      return `${frozenBy(component, answer.facts.freeze, around)}\nЭтого ${typed('unfreeze')} не снимает: ${waysPast}`;
    case 'notHeld':
      return `Блокировку ${code(component)} никто не держит.`;
    case 'malformed':
      return 'Не могу прочитать эту команду, поэтому ничего не изменилось.';
    case 'rolesUnknown':
      return 'Не могу сейчас узнать вашу роль, поэтому ничего не изменилось. Попробуйте ещё раз через минуту.';
  }
}
