import { setHandler } from '@temporalio/workflow';
import { lockOrders, readLockOrder } from '../domain/messages/lock-messages.ts';
import type { LockClaimAnswer } from '../domain/messages/lock-messages.ts';
import { lockCommandSignals } from '../domain/command/commands.ts';
import { readCommand } from '../domain/messages/payload.ts';
import type { LockCommand } from '../domain/messages/payload.ts';
import type { PendingLockItem } from '../domain/messages/runs.ts';
import type { PublicLockAnswer } from '../domain/lock/events.ts';
import { commandSignal, lockCommandUpdate, orderSignal } from '../domain/messages/definitions.ts';
import { takeCommandUpdates } from './command-update.ts';
import type { InboxCommand } from './command-update.ts';
import { takenToday } from './taken-today.ts';
import { withinLimits } from './within-limits.ts';
import { logIgnored } from './log-ignored.ts';

/** What reaches a coordinator while it runs. */
export type LockInboxItem =
  Exclude<PendingLockItem, { type: 'command' }> | InboxCommand<LockCommand, PublicLockAnswer>;

export interface LockInbox {
  readonly messages: LockInboxItem[];
  /** The claims of releases by their workflow IDs, for a coordinator that begins anew. */
  readonly claims: Map<string, LockClaimAnswer>;
}

/** Keeps the newer answer. A release that was reset may repeat an answer to an earlier coordinator after the present one. */
function keepNewer(claims: Map<string, LockClaimAnswer>, answer: LockClaimAnswer): void {
  const known = claims.get(answer.releaseId);
  if (known === undefined || known.epoch <= answer.epoch) claims.set(answer.releaseId, answer);
}

/** Registers the signal and update handlers of a coordinator. They only validate and push, as those of a release do. */
export function openLockInbox(): LockInbox {
  const messages: LockInboxItem[] = [];
  const readToday = takenToday();
  const readWithinLimits = withinLimits();
  const claims = new Map<string, LockClaimAnswer>();
  for (const type of lockOrders) {
    setHandler(orderSignal(type), (payload: unknown) => {
      const order = readWithinLimits(type, payload, () => readLockOrder(type, payload));
      if (order === null) logIgnored('A malformed signal was ignored', type, payload);
      else if (order.type === 'claim') keepNewer(claims, order.payload);
      else messages.push({ type: 'order', order });
    });
  }
  for (const signal of lockCommandSignals) {
    setHandler(commandSignal(signal), (payload: unknown) => {
      const command = readToday((given) => readCommand(signal, given), payload);
      if (command === null) logIgnored('A malformed command was ignored', signal, payload);
      else messages.push({ type: 'command', command, posted: true });
    });
  }
  const malformed = { done: false, code: 'malformed', facts: {} } as const;
  const take = (message: LockInboxItem) => messages.push(message);
  takeCommandUpdates(lockCommandUpdate, lockCommandSignals, malformed, take, readToday);
  return { messages, claims };
}
