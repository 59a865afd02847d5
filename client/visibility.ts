/** The parts of Temporal's list filters, and what its lists tell of a release, an alias or a lock. */
import type {
  AliasMemo,
  LockMemo,
  ListedRelease,
  ReleaseMemo,
  WatchMemo,
  searchAttributes,
} from '../domain/messages/memo.ts';
import { releaseAliasWorkflow, releaseWorkflow } from '../domain/messages/workflows.ts';
import { iso } from '../domain/iso.ts';

/** A value in a filter, whatever is in it. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const ofType = (...workflowTypes: readonly string[]): string =>
  `WorkflowType IN (${workflowTypes.map(quoted).join(', ')})`;

export const withId = (workflowId: string): string => `WorkflowId = ${quoted(workflowId)}`;

export const idBegins = (beginning: string): string => `WorkflowId STARTS_WITH ${quoted(beginning)}`;

/** Statuses as filters name them, such as `Canceled`. */
export const inStatus = (...statuses: readonly string[]): string =>
  `ExecutionStatus IN (${statuses.map(quoted).join(', ')})`;

export const notInStatus = (...statuses: readonly string[]): string =>
  `ExecutionStatus NOT IN (${statuses.map(quoted).join(', ')})`;

export const isRunning = inStatus('Running');

/** Started by the schedule with this ID. */
export const startedBy = (scheduleId: string): string => `TemporalScheduledById = ${quoted(scheduleId)}`;

/** A search attribute of the project has one of these values. */
export const attributeIn = (name: keyof typeof searchAttributes, ...values: readonly string[]): string =>
  `${name} IN (${values.map(quoted).join(', ')})`;

/** Closed after an instant, epoch ms. */
export const closedAfter = (instant: number): string => `CloseTime > ${quoted(iso(instant))}`;

export const all = (...conditions: readonly string[]): string => conditions.join(' AND ');

export const openReleases = all(ofType(releaseWorkflow), isRunning);

/** As a list or `describe` gives it. */
interface Listed {
  readonly memo?: Record<string, unknown> | undefined;
}

/** What a release shows of itself; null of a run that nobody has asked for anything yet. */
export const releaseShown = ({ memo }: Listed): ListedRelease | null =>
  (memo as Partial<ReleaseMemo> | undefined)?.release ?? null;

/** What a coordinator shows of its lock; null before it knows it. */
export const lockShown = ({ memo }: Listed): LockMemo['lock'] | null =>
  (memo as Partial<LockMemo> | undefined)?.lock ?? null;

/** What a watch shows of itself; null of one that had no news yet, and of none. */
export const watchShown = (described: Listed | null): WatchMemo['watch'] | null =>
  (described?.memo as Partial<WatchMemo> | undefined)?.watch ?? null;

/** What an alias shows of its release; null of any other workflow. */
export const aliasShown = ({ type, memo }: Listed & { readonly type: string }): AliasMemo['alias'] | null =>
  type === releaseAliasWorkflow ? ((memo as Partial<AliasMemo> | undefined)?.alias ?? null) : null;
