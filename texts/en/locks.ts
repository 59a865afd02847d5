import type { LockAnswer, LockEvent } from '../../domain/lock-events.ts';
import { code, link, mention, mentions, plain } from '../mrkdwn.ts';
import type { Surroundings } from '../texts.ts';

export function lockAnnouncement(component: string, event: LockEvent, around: Surroundings): string {
  const linked = (ticket: string): string => link(around.linkOf(ticket), ticket);
  switch (event.type) {
    case 'unlocked': {
      const from = event.holders.map(
        ({ ticket, started }) => `${linked(ticket)}${started ? ', which is on production' : ''}`,
      );
      return `${mention(event.actor)} took the lock of ${code(component)} from ${from.join(' and ')}: ${plain(event.reason)}`;
    }
    case 'orphaned':
      return (
        `${linked(event.holder.ticket)} ended without a word while it was on production. The lock of ${code(component)} stays closed, ` +
        `for its code may be half way there. ${mentions([...around.approvers, ...around.admins])}: ` +
        `${code(`unlock ${component} <why>`)} when it is safe.`
      );
  }
}

export function lockAnswer(component: string, answer: LockAnswer, around: Surroundings): string {
  switch (answer.code) {
    case 'done':
      return `Done. The lock of ${code(component)} was taken.`;
    case 'notApproverOrAdmin':
      return `It takes an approver or an admin to do that with ${code(component)}: ${mentions([...new Set([...around.approvers, ...around.admins])])}.`;
    case 'missingReason':
      return `Please say why: ${code(`unlock ${component} <reason>`)}.`;
    case 'notHeld':
      return `Nobody holds the lock of ${code(component)}.`;
    case 'rolesUnknown':
      return `I cannot find out right now what your role is, so nothing was changed. Please try again in a minute.`;
  }
}
