import { defineSignal, log, setHandler } from '@temporalio/workflow';
import type { CheckReport } from '../domain/release/checks.ts';
import { lockNews, readLockNews } from '../domain/messages/lock-messages.ts';
import type { LockNews } from '../domain/messages/lock-messages.ts';
import { commandSignals, readCommand } from '../domain/messages/payload.ts';
import type { ReleaseCommand } from '../domain/messages/payload.ts';

/** What reaches a release: from people, from coordinators, from its own checks, from Temporal. */
export type Message =
  | { readonly type: 'command'; readonly command: ReleaseCommand }
  | { readonly type: 'lockNews'; readonly news: LockNews }
  | { readonly type: 'checked'; readonly checkNumber: number; readonly report: CheckReport }
  | { readonly type: 'cancelRequested' };

/**
 * Registers the signal handlers of a release and returns the inbox that they fill.
 * They only validate and push: a handler that throws would fail or wedge the workflow, and one that waits would
 * let a later command overtake an earlier one.
 */
export function openInbox(): Message[] {
  const inbox: Message[] = [];
  for (const signal of commandSignals) {
    setHandler(defineSignal<[unknown]>(signal), (payload) => {
      const command = readCommand(signal, payload);
      if (command === null) log.warn('A malformed command was ignored', { signal, payload });
      else inbox.push({ type: 'command', command });
    });
  }
  for (const type of lockNews) {
    setHandler(defineSignal<[unknown]>(type), (payload) => {
      const news = readLockNews(type, payload);
      if (news === null) log.warn('A malformed signal was ignored', { type, payload });
      else inbox.push({ type: 'lockNews', news });
    });
  }
  return inbox;
}
