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
import { authorEndReason, frozenBy, frozenUntil } from './standing.ts';
import { keyUsed } from './key-used.ts';

const named = (component: string, all: boolean): string => (all ? '*everything critical*' : code(component));

export function lockAnnouncement(component: string, event: LockEvent, around: TextContext): string {
  switch (event.type) {
    case 'frozen': {
      const { by, until, reason } = event.freeze;
      const end =
        until === null
          ? `until ${code(`unfreeze ${event.all ? 'all' : component}`)}`
          : `until ${readersClock(until, around, locale)}`;
      return `${mention(by)} froze ${named(component, event.all)} ${end}: ${plain(reason)}\nNothing new starts on it; what waits keeps its place, what is on production goes on.`;
    }
    case 'unfrozen':
      return `${mention(event.actor)} lifted ${lifted(component, event)}.${stillFrozen(component, event, around)}`;
    case 'unlocked': {
      const from = event.holders.map(
        ({ ticket, started }) =>
          `${linkedTicket(ticket, around)}${started ? ', which is on production' : ''}`,
      );
      return `${mention(event.actor)} took the lock of ${code(component)} from ${and(from)}: ${plain(event.reason)}`;
    }
    case 'orphaned':
      return (
        `${linkedTicket(event.holder.ticket, around)} ended without a word while it was on production. The lock of ${code(component)} stays closed, ` +
        `for its code may be half way there. ${keyHolders(around)}: ${code(`unlock ${component} <why>`)} when it is safe.`
      );
  }
}

type Unfrozen = Extract<LockEvent, { type: 'unfrozen' }>;

/** What `unfreeze` lifted. */
function lifted(component: string, { actor, setBy, all }: Unfrozen): string {
  if (setBy === actor) return all ? 'every freeze of theirs' : `their freeze of ${code(component)}`;
  return `${all ? 'every freeze' : `the freeze of ${code(component)}`} that ${mention(setBy)} had set`;
}

export const freezeLifted = (component: string, event: Unfrozen, around: TextContext): string =>
  `${mention(event.actor)} lifted ${event.all ? 'every freeze of yours' : `your freeze of ${code(component)}`}.${stillFrozen(component, event, around)}`;

/** What `unfreeze` did not lift. */
const stayingAfter = (component: string, { setBy, all, stays }: Unfrozen, around: TextContext) =>
  stayingFrozen(component, stays.map(freezeView), all ? { except: setBy } : null, around);

const freezeLines = (staying: readonly FrozenTogether[], around: TextContext): string =>
  staying
    .map((it) => `\n• ${it.components.map(code).join(', ')} is frozen ${authorEndReason(it.freeze, around)}`)
    .join('');

function stillFrozen(component: string, event: Unfrozen, around: TextContext): string {
  const lines = freezeLines(stayingAfter(component, event, around), around);
  return lines === '' ? '' : ` What stays:${lines}`;
}

/** How to lift the remaining freezes, or pass them. */
function waysOn(component: string, all: boolean, staying: readonly FrozenTogether[]): string {
  const { byPeople, services, byWindows, calendars } = kindsOf(staying);
  const named = (user: string) => code(`unfreeze ${all ? 'all' : component} ${user}`);
  return [
    byPeople ? `\n${named('@user')} lifts what that person set, and tells them.` : '',
    ...services.map((service) => `\n${named(service)} lifts what that service set.`),
    byWindows
      ? `\nWhat the configuration freezes ${code('unfreeze')} does not lift: ${waysPast(inConfiguration)}`
      : '',
    calendars.length > 0
      ? `\nWhat a calendar freezes ${code('unfreeze')} does not lift: ${waysPast(inCalendars(calendars))}`
      : '',
  ].join('');
}

/** The ways past a freeze that nobody set by hand; `change` says how to change its source. */
const waysPast = (change: string): string =>
  `${change}, or let an approver pass one release: ${code('override TICKET <why>')}.`;
const inConfiguration = `change ${code('freezes')} in ${code(byConfiguration)}`;
const inCalendars = (calendars: readonly string[]): string =>
  `move or cancel the event in the calendar ${and(calendars.map(escapeAll))}`;

function frozenByItself(component: string, freeze: FreezeView, around: TextContext): string {
  const calendars = calendarsIn([freeze]);
  const ways = waysPast(calendars.length === 0 ? inConfiguration : inCalendars(calendars));
  return `${frozenBy(component, freeze, around)}\nNobody can lift that with ${code('unfreeze')}: ${ways}`;
}

function done(component: string, event: CommandedEvent, around: TextContext): string {
  switch (event.type) {
    case 'frozen': {
      const { until, reason } = freezeView(event.freeze);
      return `Done. ${named(component, event.all)} is frozen ${frozenUntil(until, around)}: ${plain(reason)}`;
    }
    case 'unfrozen':
      return unfrozen(component, event, around);
    case 'unlocked':
      return `Done. ${code(component)} was taken from its holder.`;
  }
}

function unfrozen(component: string, event: Unfrozen, around: TextContext): string {
  const { all, actor, setBy } = event;
  const staying = stayingAfter(component, event, around);
  const whose = setBy === actor ? 'of yours' : `of ${mention(setBy)}`;
  if (staying.length === 0) {
    return all
      ? `Done. Every freeze ${whose} is lifted.`
      : `Done. ${code(component)} is not frozen any more.`;
  }
  const done = all
    ? `Every freeze ${whose} is lifted`
    : setBy === actor
      ? 'Your freeze is lifted'
      : `The freeze ${whose} is lifted`;
  return `Done. ${done}. But:${freezeLines(staying, around)}${waysOn(component, all, staying)}`;
}

export function lockAnswer(component: string, answer: LockAnswer, around: TextContext): string {
  if (answer.done) return done(component, answer.event, around);
  switch (answer.code) {
    case 'notApproverOrAdmin':
      return `It takes an approver or an admin to do that with ${named(component, answer.facts.all)}: ${keyHolders(around)}.`;
    case 'missingReason':
      return `Please say why: ${code(`${answer.facts.command} ${component} <reason>`)}.`;
    case 'endIsPast':
      return 'That end of the freeze is past already; nothing was changed.';
    case 'tooManyFreezes':
      return `${code(component)} has ${String(answer.facts.most)} freezes already, so nothing was changed. Lift some first with ${code(`unfreeze ${component}`)}.`;
    case 'notFrozen':
      return answer.facts.all ? 'Nothing is frozen by people.' : `${code(component)} is not frozen.`;
    case 'frozenByOthers': {
      const { all, user, freezes } = answer.facts;
      const staying = stayingFrozen(component, freezes, all ? { except: null } : null, around);
      const none =
        user === null ? 'None of these freezes is yours' : `${mention(user)} set none of these freezes`;
      return `${none}, so nothing was changed:${freezeLines(staying, around)}${waysOn(component, all, staying)}`;
    }
    case 'frozenByWindow':
      return frozenByItself(component, answer.facts.freeze, around);
    case 'notHeld':
      return `Nobody holds the lock of ${code(component)}.`;
    case 'malformed':
      return 'I cannot read that command, so nothing was changed.';
    case 'wasReset':
      return `The lock of ${code(component)} was reset in Temporal just now and is asking the releases what they hold. If this has not had its effect, please try again.`;
    case 'keyUsed':
      return keyUsed;
    case 'rolesUnknown':
      return `I cannot find out right now what your role is, so nothing was changed. Please try again in a minute.`;
  }
}
