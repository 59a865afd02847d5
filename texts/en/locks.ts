import type { LockAnswer, LockEvent } from '../../domain/lock-events.ts';
import { code, link, mention, mentions, plain } from '../mrkdwn.ts';
import type { Surroundings } from '../texts.ts';
import { clock } from './standing.ts';

const named = (component: string, all: boolean): string => (all ? '*everything critical*' : code(component));

export function lockAnnouncement(component: string, event: LockEvent, around: Surroundings): string {
  const linked = (ticket: string): string => link(around.linkOf(ticket), ticket);
  switch (event.type) {
    case 'frozen': {
      const { by, until, reason } = event.freeze;
      const end =
        until === null
          ? `until ${code(`unfreeze ${event.all ? 'all' : component}`)}`
          : `until ${clock(until, around)}`;
      return `${mention(by)} froze ${named(component, event.all)} ${end}: ${plain(reason)}\nNothing new starts on it; what waits keeps its place, what is on production goes on.`;
    }
    case 'unfrozen':
      return `${mention(event.actor)} lifted the freeze of ${named(component, event.all)}.`;
    case 'unlocked': {
      const from = event.holders.map(
        ({ ticket, started }) => `${linked(ticket)}${started ? ', which is on production' : ''}`,
      );
      return `${mention(event.actor)} took the lock of ${code(component)} from ${from.join(' and ')}: ${plain(event.reason)}`;
    }
    case 'orphaned':
      return (
        `${linked(event.holder.ticket)} ended without a word while it was on production. The lock of ${code(component)} stays closed, ` +
        `for its code may be half way there. ${mentions(keyHolders(around))}: ${code(`unlock ${component} <why>`)} when it is safe.`
      );
  }
}

const keyHolders = ({ approvers, admins }: Surroundings): readonly string[] => [
  ...new Set([...approvers, ...admins]),
];

export function lockAnswer(component: string, answer: LockAnswer, around: Surroundings): string {
  switch (answer.code) {
    case 'done': {
      const what = {
        freeze: 'is frozen',
        unfreeze: 'is not frozen any more',
        unlock: 'was taken from its holder',
      };
      return `Done. ${named(component, answer.all)} ${what[answer.command]}.`;
    }
    case 'notApproverOrAdmin':
      return `It takes an approver or an admin to do that with ${named(component, answer.all)}: ${mentions(keyHolders(around))}.`;
    case 'missingReason':
      return `Please say why: ${code(`${answer.command} ${component} <reason>`)}.`;
    case 'endIsPast':
      return 'That end of the freeze is past already; nothing was changed.';
    case 'notFrozen':
      return `${code(component)} is not frozen.`;
    case 'notHeld':
      return `Nobody holds the lock of ${code(component)}.`;
    case 'rolesUnknown':
      return `I cannot find out right now what your role is, so nothing was changed. Please try again in a minute.`;
  }
}
