/**
 * The signals, queries and updates of the workflows, typed once for both sides. They equal what Temporal's `defineSignal` and its siblings
 * make, which can be loaded in workflows only.
 */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { Alert } from '../alerts/alert.ts';
import type { ConfigurationReport } from '../configurations.ts';
import type { PublicLockAnswer } from '../lock/events.ts';
import type { LockState, ShownClaim } from '../lock/lock-queue.ts';
import type { LockView } from '../lock/lock-view.ts';
import type { EventRow } from '../log/event-row.ts';
import type { ReleaseAnswer } from '../release/answers.ts';
import type { ReleaseStatus, ReleaseSummary } from '../release/status.ts';
import type { PreferenceOrder } from '../preferences.ts';
import type { Answered } from './answer.ts';
import type { HomeReason } from './home.ts';
import type { LockNews, LockOrder } from './lock-messages.ts';
import type { CommandSignal, LockCommandSignal } from '../command/commands.ts';
import type { LetGo, Numbered } from './runs.ts';
import type { ShownCard } from './notice.ts';
import type { CommandPayload } from './payload.ts';
import type { CommandIdentity } from './answer.ts';
import type { RunnerStatus } from './runner.ts';
import type { NotOursPayload } from './watch.ts';
import type { TicketNews } from './write-back.ts';

const signal = <Payload extends unknown[]>(name: string) =>
  ({ type: 'signal', name }) as SignalDefinition<Payload>;
const query = <Result, Args extends unknown[] = []>(name: string) =>
  ({ type: 'query', name }) as QueryDefinition<Result, Args>;
const update = <Result, Args extends unknown[]>(name: string) =>
  ({ type: 'update', name }) as UpdateDefinition<Result, Args>;

/** The signals by which people, doors and pipelines command a release or a lock. */
export const commandSignal = (name: CommandSignal | LockCommandSignal): SignalDefinition<[CommandPayload]> =>
  signal(name);

/** A command with the name of its signal. */
export type CommandUpdate<S extends string> = CommandPayload & { readonly signal: S };

/**
 * The outcome of a command to a release. `release` is its state then, if `withRelease` asked for it; absent if no release took the command
 * or its worker is of version 1.0.
 */
export type ReleaseReply = ReleaseAnswer & { readonly release?: ReleaseSummary };

/** Carries out a command as its signal would, and returns the outcome. */
export const releaseCommandUpdate = update<ReleaseReply, [CommandUpdate<CommandSignal>]>('command');
export const lockCommandUpdate = update<PublicLockAnswer, [CommandUpdate<LockCommandSignal>]>('command');

/** Asks a counter for the release of something without a ticket: a new one, or the open one of the same page. */
export const numberUpdate = update<Numbered, [CommandPayload]>('number');

/** The key of the release that a counter gave to the command with this ID; null if it does not know it. */
export const numberGivenQuery = query<string | null, [commandId: string]>('given');

/** Signals from releases and the reconciler to a lock. */
export const orderSignal = <T extends LockOrder['type']>(
  type: T,
): SignalDefinition<[Extract<LockOrder, { type: T }>['payload']]> => signal(type);

/** Signals from locks and the reconciler to a release. */
export const newsSignal = <T extends LockNews['type']>(
  type: T,
): SignalDefinition<[Extract<LockNews, { type: T }>['payload']]> => signal(type);

/** Has one more event written into a ticket. */
export const ticketNewsSignal = signal<[TicketNews]>('ticketNews');

/** Alerts of a sender. */
export const alertsSignal = signal<[readonly Alert[]]>('alerts');

export const changedSignal = signal<[]>('changed');

/** A worker has read its configuration. */
export const configurationReadSignal = signal<[ConfigurationReport]>('read');
/** No worker uses these files any longer. */
export const placesLeftSignal = signal<[places: readonly string[]]>('left');

/** Tells an alias that its release has ended. */
export const letGoSignal = signal<[LetGo]>('letGo');

/** Tells a release that another one wants its key as soon as it ends. */
export const keyWantedSignal = signal<[]>('keyWanted');

/** Tells a watch that a bad check is not its release's fault. */
export const notOursSignal = signal<[NotOursPayload]>('notOurs');
/** Tells a release that its watch has passed. `release`: its key. */
export const watchPassedSignal = signal<[release: string]>('watchPassed');

export const homeSignal = (reason: HomeReason): SignalDefinition => signal(reason);
/** Changes somebody's preferences. */
export const preferenceSignal = signal<[PreferenceOrder]>('preference');

/** The state of a release. */
export const statusQuery = query<ReleaseStatus>('status');
/** A release as its card shows it, and where the card is in Slack; null before a release was requested. */
export const cardQuery = query<ShownCard | null>('card');
/** What a deploying program is to a release now. */
export const runnerQuery = query<RunnerStatus, [runner: string]>('runner');
/** What a release holds or waits for at the lock of a component; null if nothing. For the reconciler. */
export const lockClaimQuery = query<ShownClaim | null, [component: string]>('lockClaim');
/** The state of a lock, as people see it. */
export const stateQuery = query<LockView>('state');
/** The whole state of a lock, for the reconciler. */
export const lockStateQuery = query<LockState>('lockState');
/**
 * The answer to the command with this ID; null if the release has not seen it. With `asked`, a different command with the same ID gives
 * `keyUsed`.
 */
export const releaseAnswerQuery = query<ReleaseAnswer | null, [commandId: string, asked?: CommandIdentity]>(
  'answer',
);
/** All answers of a release, oldest first. */
export const releaseAnswersQuery = query<readonly Answered<ReleaseAnswer>[]>('answers');
/** The answer of a lock to the command with this ID; null if it has not seen it. */
export const lockAnswerQuery = query<PublicLockAnswer | null, [commandId: string]>('answer');
/**
 * The rows that a run has not written to the log: those on their way, and all rows of a release that is not recorded. For a closed run,
 * `handled` is the last event of its history that it handled; a replay would also produce rows for later events, which never took effect.
 */
export const unrecordedQuery = query<readonly EventRow[], [handled?: number]>('unrecorded');

/** When a workflow that a schedule started was due. Temporal's own search attribute. */
export const dueTime = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);
