import { setHandler } from '@temporalio/workflow';
import type { CheckReport } from '../domain/release/check-report.ts';
import {
  commandSignal,
  newsSignal,
  releaseCommandUpdate,
  watchPassedSignal,
} from '../domain/messages/definitions.ts';
import type { ReleaseReply } from '../domain/messages/definitions.ts';
import { refused } from '../domain/release/answers.ts';
import { takeCommandUpdates } from './command-update.ts';
import type { InboxCommand } from './command-update.ts';
import { lockNews, readLockNews } from '../domain/messages/lock-messages.ts';
import type { LockNews } from '../domain/messages/lock-messages.ts';
import { commandSignals } from '../domain/command/commands.ts';
import { readCommand } from '../domain/messages/payload.ts';
import type { ReleaseCommand } from '../domain/messages/payload.ts';
import { takenToday } from './taken-today.ts';
import { withinLimits } from './within-limits.ts';
import { logIgnored } from './log-ignored.ts';

/** What reaches a release: from people, from coordinators, from its own checks, from Temporal. */
export type InboxItem =
  | InboxCommand<ReleaseCommand, ReleaseReply>
  | { readonly type: 'lockNews'; readonly news: LockNews }
  | { readonly type: 'checked'; readonly checkNumber: number; readonly report: CheckReport }
  | { readonly type: 'runnerSilent'; readonly runner: string }
  | { readonly type: 'watchPassed'; readonly release: unknown }
  | { readonly type: 'cancelRequested' };

/**
 * Registers the signal and update handlers of a release, and returns the inbox that they fill. Unreadable payloads are logged. Handlers
 * only validate and push: one that throws would fail or wedge the workflow, and one that waits would let a later command overtake an
 * earlier one.
 */
export function openInbox(onUnreadable: () => void): InboxItem[] {
  const inbox: InboxItem[] = [];
  const readToday = takenToday();
  const readWithinLimits = withinLimits();
  const take = (item: InboxItem): void => void inbox.push(item);
  for (const signal of commandSignals) {
    setHandler(commandSignal(signal), (payload: unknown) => {
      const command = readToday((given) => readCommand(signal, given), payload);
      if (command !== null) {
        take({ type: 'command', command, posted: true });
        return;
      }
      logIgnored('A malformed command was ignored', signal, payload);
      onUnreadable();
    });
  }
  for (const type of lockNews) {
    setHandler(newsSignal(type), (payload: unknown) => {
      const news = readWithinLimits(type, payload, () => readLockNews(type, payload));
      if (news !== null) {
        take({ type: 'lockNews', news });
        return;
      }
      logIgnored('A malformed signal was ignored', type, payload);
      onUnreadable();
    });
  }
  setHandler(watchPassedSignal, (release: unknown) => {
    take({ type: 'watchPassed', release });
  });
  takeCommandUpdates(
    releaseCommandUpdate,
    commandSignals,
    { done: false, ...refused('malformed', {}) },
    take,
    readToday,
    onUnreadable,
  );
  return inbox;
}
