import { byConfiguration } from '../../domain/lock/freeze.ts';
import { freezeView } from '../../domain/lock/lock-view.ts';
import type { CommandedEvent, LockAnswer, LockEvent } from '../../domain/lock/events.ts';
import { code, mention, plain } from '../mrkdwn.ts';
import type { Surroundings } from '../facts.ts';
import { linkedTicket } from '../ticket.ts';
import { clock } from '../times.ts';
import { keyHolders } from '../who.ts';
import { and, locale } from './language.ts';
import { authorEndReason, frozenBy } from './standing.ts';

const named = (component: string, all: boolean): string => (all ? '*everything critical*' : code(component));

export function lockAnnouncement(component: string, event: LockEvent, around: Surroundings): string {
  switch (event.type) {
    case 'frozen': {
      const { by, until, reason } = event.freeze;
      const end =
        until === null
          ? `until ${code(`unfreeze ${event.all ? 'all' : component}`)}`
          : `until ${clock(until, around, locale)}`;
      return `${mention(by)} froze ${named(component, event.all)} ${end}: ${plain(reason)}\nNothing new starts on it; what waits keeps its place, what is on production goes on.`;
    }
    case 'unfrozen':
      return `${mention(event.actor)} lifted ${lifted(component, event, around)}.`;
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

/** What `unfreeze` lifted, and what it could not. For `all`, what the lock that speaks knows of windows holds for it alone. */
function lifted(
  component: string,
  { window, all }: Extract<LockEvent, { type: 'unfrozen' }>,
  around: Surroundings,
): string {
  if (all) return 'every freeze by people';
  const still = window === null ? '' : `; it stays frozen ${authorEndReason(freezeView(window), around)}`;
  return `the freeze of ${code(component)}${still}`;
}

/** The ways past a window of the configuration. */
const waysPast = `change ${code('freezes')} in ${code(byConfiguration)}, or let an approver pass one release: ${code('override TICKET <why>')}.`;

function done(component: string, event: CommandedEvent, around: Surroundings): string {
  switch (event.type) {
    case 'frozen':
      return `Done. ${named(component, event.all)} is frozen.`;
    case 'unfrozen':
      if (event.all) return 'Done. Every freeze by people is lifted.';
      return event.window === null
        ? `Done. ${code(component)} is not frozen any more.`
        : `Done. But ${frozenBy(component, freezeView(event.window), around)}\nThat is not lifted by ${code('unfreeze')}: ${waysPast}`;
    case 'unlocked':
      return `Done. ${code(component)} was taken from its holder.`;
  }
}

export function lockAnswer(component: string, answer: LockAnswer, around: Surroundings): string {
  if (answer.done) return done(component, answer.event, around);
  switch (answer.code) {
    case 'notApproverOrAdmin':
      return `It takes an approver or an admin to do that with ${named(component, answer.facts.all)}: ${keyHolders(around)}.`;
    case 'missingReason':
      return `Please say why: ${code(`${answer.facts.command} ${component} <reason>`)}.`;
    case 'endIsPast':
      return 'That end of the freeze is past already; nothing was changed.';
    case 'notFrozen':
      return answer.facts.all ? 'Nothing is frozen by people.' : `${code(component)} is not frozen.`;
    case 'frozenByWindow':
      return `${frozenBy(component, answer.facts.freeze, around)}\nNobody can lift that with ${code('unfreeze')}: ${waysPast}`;
    case 'notHeld':
      return `Nobody holds the lock of ${code(component)}.`;
    case 'malformed':
      return 'I cannot read that command, so nothing was changed.';
    case 'rolesUnknown':
      return `I cannot find out right now what your role is, so nothing was changed. Please try again in a minute.`;
  }
}
