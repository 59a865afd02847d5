/** The parts of Temporal's list filters, and what its lists tell of a release, an alias or a lock. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { Configurations } from '../domain/configurations.ts';
import type { Numbers } from '../domain/release/numbers.ts';
import type {
  AliasMemo,
  ConfigurationMemo,
  CounterMemo,
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

export const onQueue = (taskQueue: string): string => `TaskQueue = ${quoted(taskQueue)}`;

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

/** Whether anybody has asked for a release. A run that went on from one of 1.1 shows nothing but attributes before its first task. */
export const hasBegun = (listed: Listed & Pick<WorkflowExecutionInfo, 'typedSearchAttributes'>): boolean =>
  releaseShown(listed) !== null ||
  listed.typedSearchAttributes.getAll().some(({ key }) => key.name === 'DobroStage');

/** What a coordinator shows of its lock; null before it knows it. */
export const lockShown = ({ memo }: Listed): LockMemo['lock'] | null =>
  (memo as Partial<LockMemo> | undefined)?.lock ?? null;

/** What a watch shows of itself; null of one that had no news yet, and of none. */
export const watchShown = (described: Listed | null): WatchMemo['watch'] | null =>
  (described?.memo as Partial<WatchMemo> | undefined)?.watch ?? null;

/** What is shown of the configurations; null where nothing is known. */
export const configurationsShown = (described: Listed | null): Configurations | null =>
  (described?.memo as Partial<ConfigurationMemo> | undefined)?.configurations ?? null;

/** What a counter shows of the numbers that it gave; null where none is known. */
export const numbersShown = (described: Listed | null): Numbers | null =>
  (described?.memo as Partial<CounterMemo> | undefined)?.counter ?? null;

/** What an alias shows of its release; null of any other workflow. */
export const aliasShown = ({ type, memo }: Listed & { readonly type: string }): AliasMemo['alias'] | null =>
  type === releaseAliasWorkflow ? ((memo as Partial<AliasMemo> | undefined)?.alias ?? null) : null;
